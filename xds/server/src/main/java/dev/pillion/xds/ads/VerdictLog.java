package dev.pillion.xds.ads;

import dev.pillion.delta.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the operator what a proxy refuses; what it accepts is for those who look closer.
record VerdictLog(ProxyIdentity identity) {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictLog.class);

  void log(Verdict verdict) {
    switch (verdict) {
      case Verdict.Accepted(var type, var versions, _) ->
          LOG.debug("proxy={} state=accepted type={} {}", identity.nodeId(), type, versions);
      case Verdict.Rejected(var type, var versions, String error, _) ->
          LOG.warn(
              "proxy={} state=rejected type={} resources={} error=\"{}\" remedy=\"it keeps what it"
                  + " last accepted; correct in the mesh what the error names, and the change is"
                  + " sent at once\"",
              identity.nodeId(),
              type,
              versions,
              error);
    }
  }
}

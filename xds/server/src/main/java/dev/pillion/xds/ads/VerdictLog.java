package dev.pillion.xds.ads;

import dev.pillion.delta.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the operator what a proxy refuses; what it accepts is for those who look closer.
record VerdictLog(ProxyIdentity identity) {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictLog.class);

  void log(Verdict verdict) {
    switch (verdict) {
      case Verdict.Accepted accepted ->
          LOG.debug(
              "proxy={} state=accepted type={} {}",
              identity.nodeId(),
              accepted.type(),
              accepted.versions());
      case Verdict.Rejected rejected ->
          LOG.warn(
              "proxy={} state=rejected type={} resources={} error=\"{}\" remedy=\"it keeps what it"
                  + " last accepted; correct in the mesh what the error names, and the change is"
                  + " sent at once\"",
              identity.nodeId(),
              rejected.type(),
              rejected.versions(),
              rejected.error());
    }
  }
}

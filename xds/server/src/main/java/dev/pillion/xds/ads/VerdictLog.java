package dev.pillion.xds.ads;

import dev.pillion.delta.Verdict;
import dev.pillion.delta.VersionedResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the operator what a proxy refuses; what it accepts is for those who look closer.
record VerdictLog(ProxyIdentity identity, Origins origins) {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictLog.class);

  void log(Verdict verdict) {
    switch (verdict) {
      case Verdict.Accepted accepted ->
          LOG.atDebug()
              .setMessage("proxy={} state=accepted type={} {}")
              .addArgument(identity.nodeId())
              .addArgument(accepted.type())
              .addArgument(accepted::versions)
              .log();
      case Verdict.Rejected rejected when rejected.sole() && !rejected.resources().isEmpty() ->
          sole(rejected, rejected.resources().getFirst());
      // Each part is sent by itself next, and the bad one gets a line of its own.
      case Verdict.Rejected rejected ->
          LOG.info(
              "proxy={} state=rejected type={} resources={} next=\"each by itself\" error=\"{}\"",
              identity.nodeId(),
              rejected.type(),
              rejected.versions().keySet(),
              rejected.error());
    }
  }

  private void sole(Verdict.Rejected rejected, VersionedResource resource) {
    LOG.warn(
        "proxy={} state=rejected type={} resource={} version={} made-by=\"{}\" error=\"{}\""
            + " remedy=\"it keeps what it last accepted; correct in the mesh what the error names,"
            + " and the change is sent at once\"",
        identity.nodeId(),
        rejected.type(),
        resource.name(),
        resource.version(),
        origins.of(identity.group(), rejected.type(), resource.name()),
        rejected.error());
  }
}

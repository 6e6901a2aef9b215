package dev.pillion.xds.ads;

import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.Verdict;
import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an agent says of an Envoy of virtual node front, in whatever state a test needs.
final class RelayedEnvoy {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  static final String GROUP = "mesh/demo/virtualNode/front";

  private RelayedEnvoy() {}

  /// It has accepted all of so many responses of the relay.
  static RelayedProxy accepts(String task, String relay, long responses) {
    return of(task, relay, responses, clusters(List.of(), true));
  }

  /// It has not answered its agent.
  static RelayedProxy waits(String task, String relay) {
    return of(task, relay, 0, clusters(List.of(), false));
  }

  /// It refuses a cluster in this version.
  static RelayedProxy refuses(String task, String relay, String cluster, String version) {
    var refused =
        new Verdict.Rejected(
            XdsType.CDS,
            List.of(VersionedResource.named(cluster, version)),
            true,
            "no such type",
            NOON);
    return of(task, relay, 0, clusters(List.of(refused), false));
  }

  private static RelayedProxy of(String task, String relay, long accepted, TypeStatus type) {
    return new RelayedProxy(
        GROUP + "/" + task,
        "arn:aws:ecs:eu-west-1:1:task/c/" + task,
        ProxyGroup.parse(GROUP).orElseThrow(),
        NOON,
        "1.40.0",
        "delta",
        relay,
        accepted,
        List.of(type));
  }

  private static TypeStatus clusters(List<Verdict.Rejected> rejections, boolean inSync) {
    return new TypeStatus(XdsType.CDS, 1, Optional.of(NOON), Optional.empty(), rejections, inSync);
  }
}

package dev.pillion.inject.apply;

import dev.pillion.inject.plan.BindMount;
import dev.pillion.inject.plan.EnvoyContainer;
import dev.pillion.inject.plan.RouteManagerContainer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A plan's containers as a runtime takes them.
final class Specs {
  /// The label with a hash of what the container was made from.
  static final String SPEC = "dev.pillion.spec";

  // Of 32: enough to tell two specifications of one task apart.
  private static final int HASH_DIGITS = 16;

  private Specs() {}

  static ContainerSpec envoy(EnvoyContainer envoy, Map<String, String> notes) {
    var spec =
        new ContainerSpec(
            envoy.name(),
            envoy.image(),
            envoy.arguments(),
            Optional.of(Integer.toString(envoy.uid())),
            Map.of(),
            envoy.labels(),
            envoy.netns(),
            envoy.mounts().stream().map(Specs::bind).toList(),
            OptionalLong.of(envoy.memoryBytes()),
            Set.of(),
            true);
    return labelled(spec, notes);
  }

  static ContainerSpec routes(RouteManagerContainer routes, Map<String, String> environment) {
    var spec =
        new ContainerSpec(
            routes.name(),
            routes.image(),
            List.of(),
            Optional.of("0"),
            environment,
            routes.labels(),
            routes.netns(),
            List.of(),
            OptionalLong.of(routes.memoryBytes()),
            // The legacy backend opens a raw socket; nf_tables needs NET_ADMIN only.
            Set.of("NET_ADMIN", "NET_RAW"),
            false);
    return labelled(spec, Map.of());
  }

  private static ContainerSpec.Bind bind(BindMount mount) {
    return new ContainerSpec.Bind(mount.source(), mount.target(), mount.readOnly());
  }

  private static ContainerSpec labelled(ContainerSpec spec, Map<String, String> notes) {
    var labels = new HashMap<>(spec.labels());
    labels.putAll(notes);
    labels.put(SPEC, hash(spec));
    return new ContainerSpec(
        spec.name(),
        spec.image(),
        spec.command(),
        spec.user(),
        spec.environment(),
        labels,
        spec.networkOf(),
        spec.binds(),
        spec.memoryBytes(),
        spec.capabilities(),
        spec.readOnlyRoot());
  }

  private static String hash(ContainerSpec spec) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(spec.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package dev.pillion.localecs;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which cluster this is and what it is made of.
///
/// @param id names the hub, and is the value of the label `dev.pillion.localecs` on every container
/// @param cluster as `ECS_CLUSTER` has it: the short name
/// @param image busybox; the hub and the pauses run it
/// @param labels more labels for every container but the apps', whose labels are the user's
/// @param aws where the ECS and Cloud Map APIs answer; empty for a cluster without them
public record Settings(
    String id,
    String cluster,
    String region,
    String account,
    String image,
    Map<String, String> labels,
    Optional<URI> aws) {
  /// The image that scripts/images builds.
  public static final String DEMO_IMAGE = "pillion/demo-app:1";

  /// Copies what it is given.
  public Settings {
    labels = Map.copyOf(labels);
    if (!id.matches("[a-z0-9][a-z0-9-]{0,40}")) {
      throw new LocalEcsException(
          "local ECS '%s': no name for a container; use small letters, digits and '-'"
              .formatted(id));
    }
  }

  /// A cluster named `local` in us-east-1 without AWS APIs.
  public static Settings named(String id) {
    return new Settings(
        id, "local", "us-east-1", "123456789012", DEMO_IMAGE, Map.of(), Optional.empty());
  }

  /// The same with one more label on the hub and the pauses.
  public Settings label(String key, String value) {
    var more = new LinkedHashMap<>(labels);
    more.put(key, value);
    return new Settings(id, cluster, region, account, image, more, aws);
  }

  /// The same with the ECS and Cloud Map APIs at an address, such as moto's.
  public Settings aws(URI endpoint) {
    return new Settings(id, cluster, region, account, image, labels, Optional.of(endpoint));
  }
}

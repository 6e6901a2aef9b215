package dev.pillion.routes.plan;

import dev.pillion.routes.spec.Cidr;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.RedirectSpec;
import java.util.ArrayList;
import java.util.List;

/// The rules by which outbound traffic is left alone.
final class Exemptions {
  /// The user that Envoy runs as.
  private static final int PROXY_UID = 1337;

  /// SSH, as App Mesh's route manager always appended it.
  private static final int ALWAYS_IGNORED_PORT = 22;

  private Exemptions() {}

  /// While nothing is known of a task but that it is one.
  static List<String> ofEveryTask(Family family) {
    var rules = new ArrayList<String>();
    rules.add("-m owner --uid-owner " + PROXY_UID + " -j RETURN");
    metadata(family).forEach(address -> rules.add(address(address)));
    return rules;
  }

  static List<String> of(RedirectSpec spec, Family family) {
    var rules = new ArrayList<String>();
    spec.ignoredUid().ifPresent(uid -> rules.add("-m owner --uid-owner " + uid + " -j RETURN"));
    spec.ignoredGid().ifPresent(gid -> rules.add("-m owner --gid-owner " + gid + " -j RETURN"));
    var ports = new ArrayList<>(spec.egressIgnoredPorts());
    ports.add(ALWAYS_IGNORED_PORT);
    Ports.matches(ports).forEach(match -> rules.add(match + " -j RETURN"));
    var addresses = new ArrayList<>(spec.ignored(family));
    addresses.addAll(metadata(family));
    for (var address : addresses) {
      var rule = address(address);
      if (!rules.contains(rule)) {
        rules.add(rule);
      }
    }
    return rules;
  }

  /// The ECS task endpoints and the instance's metadata.
  private static List<Cidr> metadata(Family family) {
    var addresses =
        switch (family) {
          case IPV4 -> List.of("169.254.170.2", "169.254.169.254");
          case IPV6 -> List.of("fd00:ec2::23", "fd00:ec2::254");
        };
    return addresses.stream().map(text -> Cidr.parse(text).orElseThrow()).toList();
  }

  private static String address(Cidr address) {
    return (address.prefix() == 0 ? "" : "-d " + address + " ") + "-p tcp -j RETURN";
  }
}

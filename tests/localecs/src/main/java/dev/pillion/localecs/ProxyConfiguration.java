package dev.pillion.localecs;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A task definition's `proxyConfiguration` of type APPMESH: ECS redirects the task's TCP
/// connections to a container of the task's own.
///
/// @param containerName the Envoy's name among the task's containers
/// @param properties by ECS's names, such as `AppPorts`
public record ProxyConfiguration(String containerName, Map<String, String> properties) {
  // What the ECS agent adds to the ignored addresses.
  private static final List<String> ALWAYS_IGNORED =
      List.of(Addresses.TASK_METADATA, Addresses.INSTANCE_METADATA);

  /// Copies what it is given.
  public ProxyConfiguration {
    properties = Map.copyOf(properties);
    for (String needed : List.of("ProxyIngressPort", "ProxyEgressPort", "AppPorts")) {
      if (!properties.containsKey(needed)) {
        throw new LocalEcsException(
            "proxyConfiguration of container '%s': '%s' is missing; add it"
                .formatted(containerName, needed));
      }
    }
  }

  /// Redirects as the ECS agent's CNI plugin `aws-appmesh` does, before any app is there.
  void redirect(TaskNetwork network) {
    network.run("iptables-nft-restore --noflush --wait 5 <<END\n%sEND\n".formatted(rules(true)));
    network.run("ip6tables-nft-restore --noflush --wait 5 <<END\n%sEND\n".formatted(rules(false)));
  }

  private String rules(boolean ipv4) {
    var text = new StringBuilder("*nat\n:APPMESH_EGRESS - [0:0]\n:APPMESH_INGRESS - [0:0]\n");
    egress(text, "-m owner --uid-owner %s -j RETURN", property("IgnoredUID"));
    egress(text, "-m owner --gid-owner %s -j RETURN", property("IgnoredGID"));
    egress(text, "-p tcp -m multiport --dports %s -j RETURN", property("EgressIgnoredPorts"));
    Stream.concat(Stream.of(property("EgressIgnoredIPs").split(",")), ALWAYS_IGNORED.stream())
        .filter(address -> !address.isBlank() && address.contains(":") != ipv4)
        .distinct()
        .forEach(address -> egress(text, "-p tcp -d %s -j RETURN", address));
    egress(text, "-p tcp -j REDIRECT --to %s", property("ProxyEgressPort"));
    text.append("-A OUTPUT -p tcp -m addrtype ! --dst-type LOCAL -j APPMESH_EGRESS\n");
    text.append(
        "-A APPMESH_INGRESS -p tcp -m multiport --dports %s -j REDIRECT --to-port %s\n"
            .formatted(property("AppPorts"), property("ProxyIngressPort")));
    text.append("-A PREROUTING -p tcp -m addrtype ! --src-type LOCAL -j APPMESH_INGRESS\n");
    return text.append("COMMIT\n").toString();
  }

  private static void egress(StringBuilder text, String rule, String value) {
    if (!value.isBlank()) {
      text.append("-A APPMESH_EGRESS ").append(rule.formatted(value)).append('\n');
    }
  }

  private String property(String name) {
    return properties.getOrDefault(name, "");
  }
}

package dev.pillion.routes.spec;

import java.util.Map;
import java.util.TreeMap;

/// The environment of a route-manager container: App Mesh's variables and two of our own.
///
/// @param redirect what to redirect
/// @param startEnabled whether to set rules at all; `0` checks the values and ends
/// @param place where
public record RouteEnvironment(RedirectSpec redirect, boolean startEnabled, Place place) {
  static final String START_ENABLED = "APPMESH_START_ENABLED";
  static final String IGNORE_UID = "APPMESH_IGNORE_UID";
  static final String IGNORE_GID = "APPMESH_IGNORE_GID";
  static final String INGRESS_PORT = "APPMESH_ENVOY_INGRESS_PORT";
  static final String EGRESS_PORT = "APPMESH_ENVOY_EGRESS_PORT";
  static final String APP_PORTS = "APPMESH_APP_PORTS";
  static final String EGRESS_IGNORED_IP = "APPMESH_EGRESS_IGNORED_IP";
  static final String EGRESS_IGNORED_PORTS = "APPMESH_EGRESS_IGNORED_PORTS";
  static final String ENABLE_IPV6 = "APPMESH_ENABLE_IPV6";
  static final String IPTABLES = "PILLION_IPTABLES";
  static final String NETNS = "PILLION_NETNS";

  /// Reads all variables; one that is set to nothing counts as not set.
  ///
  /// @throws RouteException naming every violation
  public static RouteEnvironment read(Map<String, String> environment) {
    return new EnvironmentReader(environment).environment();
  }

  /// The variables that say this; [#read] of them is equal to this.
  public Map<String, String> variables() {
    var variables = new TreeMap<String, String>();
    variables.put(START_ENABLED, startEnabled ? "1" : "0");
    redirect.ignoredUid().ifPresent(uid -> variables.put(IGNORE_UID, Integer.toString(uid)));
    redirect.ignoredGid().ifPresent(gid -> variables.put(IGNORE_GID, Integer.toString(gid)));
    if (redirect.ingressPort() != 0) {
      variables.put(INGRESS_PORT, Integer.toString(redirect.ingressPort()));
    }
    variables.put(EGRESS_PORT, Integer.toString(redirect.egressPort()));
    putList(variables, APP_PORTS, redirect.appPorts());
    putList(variables, EGRESS_IGNORED_IP, redirect.egressIgnoredIps());
    putList(variables, EGRESS_IGNORED_PORTS, redirect.egressIgnoredPorts());
    variables.put(ENABLE_IPV6, redirect.ipv6() ? "1" : "0");
    place.backend().ifPresent(chosen -> variables.put(IPTABLES, chosen.word()));
    place.netns().ifPresent(inode -> variables.put(NETNS, Long.toString(inode)));
    return variables;
  }

  private static void putList(Map<String, String> variables, String name, Iterable<?> values) {
    var text = new StringBuilder();
    for (var value : values) {
      text.append(text.isEmpty() ? "" : ",").append(value);
    }
    if (!text.isEmpty()) {
      variables.put(name, text.toString());
    }
  }
}

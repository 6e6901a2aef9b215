package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Iterator;

/// What App Mesh asks of virtual nodes and virtual routers beyond their shapes.
final class ListenerRules {
  private static final String ARN_TAIL = "/virtualService/";

  private ListenerRules() {}

  static void checkNode(JsonNode spec, Findings findings) {
    JsonNode listeners = spec.path("listeners");
    if (!listeners.isEmpty() && spec.path("serviceDiscovery").isMissingNode()) {
      findings.violation(
          "serviceDiscovery", "is required where there are listeners, so that callers find them");
    }
    checkPorts(listeners, findings);
    for (int i = 0; i < listeners.size(); i++) {
      checkListener(listeners.path(i), "listeners[" + i + "]", findings);
    }
    checkBackends(spec.path("backends"), findings);
  }

  static void checkRouter(JsonNode spec, Findings findings) {
    checkPorts(spec.path("listeners"), findings);
  }

  static void checkGateway(JsonNode spec, Findings findings) {
    JsonNode listeners = spec.path("listeners");
    checkPorts(listeners, findings);
    for (int i = 0; i < listeners.size(); i++) {
      checkListener(listeners.path(i), "listeners[" + i + "]", findings);
    }
  }

  /// Names the protocols that are not translated.
  static void protocols(JsonNode spec, Findings findings) {
    JsonNode listeners = spec.path("listeners");
    for (int i = 0; i < listeners.size(); i++) {
      JsonNode protocol = listeners.path(i).path("portMapping").path("protocol");
      if (protocol.isTextual() && !protocol.textValue().equals("http")) {
        findings.untranslated("listeners[" + i + "].portMapping.protocol");
      }
    }
  }

  private static void checkPorts(JsonNode listeners, Findings findings) {
    var seen = new HashSet<Integer>();
    for (int i = 0; i < listeners.size(); i++) {
      JsonNode port = listeners.path(i).path("portMapping").path("port");
      if (port.isInt() && !seen.add(port.intValue())) {
        findings.violation(
            "listeners[" + i + "].portMapping.port",
            "must differ from those of the listeners before it, but is again " + port);
      }
    }
  }

  private static void checkListener(JsonNode listener, String path, Findings findings) {
    JsonNode mapping = listener.path("portMapping");
    JsonNode probed = listener.path("healthCheck").path("port");
    if (probed.isInt() && mapping.path("port").isInt() && !probed.equals(mapping.path("port"))) {
      findings.violation(
          path + ".healthCheck.port", "must be the listener's port " + mapping.path("port"));
    }
    String protocol = mapping.path("protocol").asText();
    for (String member : new String[] {"connectionPool", "timeout"}) {
      Iterator<String> kinds = listener.path(member).fieldNames();
      if (kinds.hasNext() && !kinds.next().equals(protocol)) {
        findings.violation(
            path + "." + member, "must be for the listener's protocol '" + protocol + "'");
      }
    }
  }

  /// The console names a virtual service by its ARN.
  private static String serviceName(String backend) {
    int tail = backend.startsWith("arn:") ? backend.indexOf(ARN_TAIL) : -1;
    return tail < 0 ? backend : backend.substring(tail + ARN_TAIL.length());
  }

  private static void checkBackends(JsonNode backends, Findings findings) {
    var seen = new HashSet<String>();
    for (int i = 0; i < backends.size(); i++) {
      JsonNode name = backends.path(i).path("virtualService").path("virtualServiceName");
      if (name.isTextual() && !seen.add(serviceName(name.textValue()))) {
        findings.violation(
            "backends[" + i + "].virtualService.virtualServiceName",
            "must be named once, but '" + name.textValue() + "' is also a backend before it");
      }
    }
  }
}

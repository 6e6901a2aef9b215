package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.model.Backend;
import java.util.HashSet;
import java.util.Iterator;
import java.util.regex.Pattern;

/// What App Mesh asks of virtual nodes and virtual routers beyond their shapes.
final class ListenerRules {
  private static final Pattern WORD = Pattern.compile("[^\\p{Cntrl}\\s]+");
  private static final Pattern WORD_OR_NONE = Pattern.compile("[^\\p{Cntrl}\\s]*");

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
    checkHostname(spec.path("serviceDiscovery").path("dns").path("hostname"), findings);
    checkLogging(spec, findings);
  }

  private static void checkHostname(JsonNode hostname, Findings findings) {
    if (hostname.isTextual() && !WORD.matcher(hostname.textValue()).matches()) {
      findings.violation(
          "serviceDiscovery.dns.hostname", "must be a host name, unlike " + hostname);
    }
  }

  private static void checkLogging(JsonNode spec, Findings findings) {
    String at = "logging.accessLog.file.format";
    JsonNode format = spec.path("logging").path("accessLog").path("file").path("format");
    AccessLogCommands.check(at + ".text", format.path("text").asText(""), findings);
    JsonNode json = format.path("json");
    for (int i = 0; i < json.size(); i++) {
      String value = json.path(i).path("value").asText("");
      AccessLogCommands.check("%s.json[%d].value".formatted(at, i), value, findings);
    }
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
    checkLogging(spec, findings);
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
    JsonNode probe = listener.path("healthCheck").path("path");
    if (probe.isTextual() && !WORD_OR_NONE.matcher(probe.textValue()).matches()) {
      findings.violation(
          path + ".healthCheck.path", "must be a path without spaces, unlike " + probe);
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

  private static void checkBackends(JsonNode backends, Findings findings) {
    var seen = new HashSet<String>();
    for (int i = 0; i < backends.size(); i++) {
      JsonNode name = backends.path(i).path("virtualService").path("virtualServiceName");
      if (name.isTextual() && !seen.add(Backend.name(name.textValue()))) {
        findings.violation(
            "backends[" + i + "].virtualService.virtualServiceName",
            "must be named once, but '" + name.textValue() + "' is also a backend before it");
      }
    }
  }
}

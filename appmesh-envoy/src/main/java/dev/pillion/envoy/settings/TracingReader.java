package dev.pillion.envoy.settings;

import dev.pillion.envoy.settings.Tracing.Sampling;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the switches for tracing.
final class TracingReader {
  private static final String LOCAL = "127.0.0.1";
  private static final int XRAY_PORT = 2000;
  private static final int DATADOG_PORT = 8126;
  private static final int JAEGER_PORT = 9411;
  // What the daemon does by itself; App Mesh's image says nothing of sampling then.
  private static final int USUAL_PERCENT = 5;
  private static final Pattern BOTH = Pattern.compile("(?:tcp:\\S+\\s+)udp:(\\S+)");
  private static final Pattern WITH_PORT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([0-9.]+)):([0-9]{1,5})");
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

  private final EnvironmentReader reader;
  private final MeshResource resource;

  TracingReader(EnvironmentReader reader, MeshResource resource) {
    this.reader = reader;
    this.resource = resource;
  }

  Tracing read() {
    var on =
        List.of(Variable.XRAY, Variable.DATADOG, Variable.JAEGER).stream()
            .filter(driver -> reader.flag(driver, false))
            .toList();
    if (reader.text(Variable.TRACING_FILE).isPresent() || on.isEmpty()) {
      return new Tracing.None();
    }
    if (on.size() > 1) {
      reader.problem(
          on.get(1).key(), "is on, and so is " + on.get(0).key(), "Envoy traces to one: keep one");
    }
    return switch (on.getFirst()) {
      case XRAY -> xray();
      case DATADOG ->
          new Tracing.Datadog(
              reader.text(Variable.DATADOG_ADDRESS).orElse(LOCAL),
              reader.port(Variable.DATADOG_PORT, DATADOG_PORT),
              reader.text(Variable.DATADOG_SERVICE).orElse("envoy-" + resource.shortName()));
      default ->
          new Tracing.Jaeger(
              reader.text(Variable.JAEGER_ADDRESS).orElse(LOCAL),
              reader.port(Variable.JAEGER_PORT, JAEGER_PORT),
              reader.second(Variable.JAEGER_VERSION, "proto", "json"));
    };
  }

  private Tracing xray() {
    int port = reader.port(Variable.XRAY_PORT, XRAY_PORT);
    String segment = reader.text(Variable.XRAY_SEGMENT).orElse(resource.shortName());
    String given = reader.text(Variable.XRAY_ADDRESS).orElse(LOCAL);
    Matcher both = BOTH.matcher(given);
    String one = both.matches() ? both.group(1) : given;
    Matcher withPort = WITH_PORT.matcher(one);
    String address = one;
    if (withPort.matches()) {
      address = withPort.group(1) == null ? withPort.group(2) : withPort.group(1);
      port = Integer.parseInt(withPort.group(3));
    }
    if (!ADDRESS.matcher(address).matches() || port < 1 || port > 65_535) {
      reader.bad(
          Variable.XRAY_ADDRESS,
          given,
          "an IP address",
          "give one such as 127.0.0.1 or 127.0.0.1:2000; Envoy looks up no name for it");
    }
    return new Tracing.XRay(address, port, segment, sampling());
  }

  private Optional<Sampling> sampling() {
    Optional<Sampling> rules = reader.text(Variable.XRAY_RULES).map(Sampling.Rules::new);
    double rate = reader.decimal(Variable.XRAY_RATE, USUAL_PERCENT / 100.0, 0, 1);
    int percent = (int) Math.round(rate * 100);
    return rules.or(() ->
        percent == USUAL_PERCENT ? Optional.empty() : Optional.of(new Sampling.Rate(percent)));
  }
}

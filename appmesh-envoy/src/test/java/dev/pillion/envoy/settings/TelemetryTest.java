package dev.pillion.envoy.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.envoy.settings.Admin.Place;
import dev.pillion.envoy.settings.Configuration.Made;
import dev.pillion.envoy.settings.Tracing.Sampling;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The switches for traces and statistics.
final class TelemetryTest {
  private static Made made(String... pairs) {
    return (Made) VariablesTest.read(pairs).configuration();
  }

  private static String refusal(String... pairs) {
    return String.valueOf(
        assertThrows(ImageException.class, () -> VariablesTest.read(pairs)).getMessage());
  }

  @Test
  void xray() {
    assertEquals(
        new Tracing.XRay("127.0.0.1", 2000, "shop/front", Optional.empty()),
        made("ENABLE_ENVOY_XRAY_TRACING", "1").tracing());
    assertEquals(
        new Tracing.XRay("127.0.0.1", 3000, "mine", Optional.of(new Sampling.Rate(25))),
        made(
                "ENABLE_ENVOY_XRAY_TRACING", "1",
                "XRAY_DAEMON_PORT", "3000",
                "XRAY_SEGMENT_NAME", "mine",
                "XRAY_SAMPLING_RATE", "0.251")
            .tracing());
    assertEquals(
        new Tracing.XRay(
            "127.0.0.1", 2000, "shop/front", Optional.of(new Sampling.Rules("/etc/rules.json"))),
        made(
                "ENABLE_ENVOY_XRAY_TRACING", "1",
                "XRAY_SAMPLING_RATE", "0.5",
                "XRAY_SAMPLING_RULE_MANIFEST", "/etc/rules.json")
            .tracing());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.9, 10.0.0.9, 3000",
    "10.0.0.9:2001, 10.0.0.9, 2001",
    "[2001:db8::1]:2001, 2001:db8::1, 2001",
    "2001:db8::1, 2001:db8::1, 3000",
    "tcp:10.0.0.8:1 udp:10.0.0.9:2, 10.0.0.9, 2"
  })
  void thePortInXraysAddressGoesFirst(String given, String address, int port) {
    assertEquals(
        new Tracing.XRay(address, port, "shop/front", Optional.empty()),
        made(
                "ENABLE_ENVOY_XRAY_TRACING", "true",
                "AWS_XRAY_DAEMON_ADDRESS", given,
                "XRAY_DAEMON_PORT", "3000")
            .tracing());
  }

  @ParameterizedTest
  @ValueSource(strings = {"xray.local", "xray.local:2000", "10.0.0.1:70000"})
  void xrayHasAnIpAddress(String address) {
    assertEquals(
        "AWS_XRAY_DAEMON_ADDRESS: '%s' is not an IP address; give one such as 127.0.0.1 or"
                .formatted(address)
            + " 127.0.0.1:2000; Envoy looks up no name for it",
        refusal("ENABLE_ENVOY_XRAY_TRACING", "1", "AWS_XRAY_DAEMON_ADDRESS", address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.01", "-0.1", "half", "NaN"})
  void theSamplingRateIsAPartOfOne(String rate) {
    assertEquals(
        "XRAY_SAMPLING_RATE: '%s' is not a decimal within its bounds; give a decimal from 0 to 1"
            .formatted(rate),
        refusal("ENABLE_ENVOY_XRAY_TRACING", "1", "XRAY_SAMPLING_RATE", rate));
  }

  @Test
  void portsOfTracersArePorts() {
    assertEquals(
        "XRAY_DAEMON_PORT: '0' is not within its bounds; give a number from 1 to 65535",
        refusal("ENABLE_ENVOY_XRAY_TRACING", "1", "XRAY_DAEMON_PORT", "0"));
    assertEquals(
        "STATSD_PORT: '-1' is not within its bounds; give a number from 1 to 65535",
        refusal("ENABLE_ENVOY_DOG_STATSD", "1", "STATSD_PORT", "-1"));
  }

  @Test
  void datadog() {
    assertEquals(
        new Tracing.Datadog("127.0.0.1", 8126, "envoy-shop/front"),
        made("ENABLE_ENVOY_DATADOG_TRACING", "1").tracing());
    assertEquals(
        new Tracing.Datadog("dd.local", 9, "front"),
        made(
                "ENABLE_ENVOY_DATADOG_TRACING", "1",
                "DATADOG_TRACER_ADDRESS", "dd.local",
                "DATADOG_TRACER_PORT", "9",
                "DD_SERVICE", "front")
            .tracing());
  }

  @Test
  void jaeger() {
    assertEquals(
        new Tracing.Jaeger("127.0.0.1", 9411, false),
        made("ENABLE_ENVOY_JAEGER_TRACING", "1").tracing());
    assertEquals(
        new Tracing.Jaeger("otel.local", 9, true),
        made(
                "ENABLE_ENVOY_JAEGER_TRACING", "1",
                "JAEGER_TRACER_ADDRESS", "otel.local",
                "JAEGER_TRACER_PORT", "9",
                "JAEGER_TRACER_VERSION", "JSON")
            .tracing());
    assertEquals(
        "JAEGER_TRACER_VERSION: 'thrift' is not proto or json; set it to one of the two",
        refusal("ENABLE_ENVOY_JAEGER_TRACING", "1", "JAEGER_TRACER_VERSION", "thrift"));
  }

  @Test
  void onlyOneDriverMayBeOn() {
    assertEquals(
        "ENABLE_ENVOY_JAEGER_TRACING: is on, and so is ENABLE_ENVOY_XRAY_TRACING; Envoy traces to"
            + " one: keep one",
        refusal("ENABLE_ENVOY_JAEGER_TRACING", "1", "ENABLE_ENVOY_XRAY_TRACING", "1"));
  }

  @Test
  void aTracingFileGoesBeforeTheSwitches() {
    var made =
        made(
            "ENVOY_TRACING_CFG_FILE", "/t.yaml",
            "ENABLE_ENVOY_JAEGER_TRACING", "1",
            "ENABLE_ENVOY_XRAY_TRACING", "1");
    assertEquals(new Tracing.None(), made.tracing());
    assertEquals(Optional.of("/t.yaml"), made.files().tracing());
  }

  @Test
  void statistics() {
    assertEquals(
        new Statistics(
            true,
            true,
            true,
            Optional.of(Duration.ofMillis(1500)),
            Optional.of(new Place.Tcp("10.0.0.1", 9))),
        made(
                "ENABLE_ENVOY_STATS_TAGS", "1",
                "APPMESH_METRIC_EXTENSION_VERSION", "1",
                "ENABLE_STATS_SNAPSHOT", "true",
                "ENVOY_STATS_FLUSH_INTERVAL", "1s500ms",
                "ENABLE_ENVOY_DOG_STATSD", "1",
                "STATSD_ADDRESS", "10.0.0.1",
                "STATSD_PORT", "9")
            .statistics());
    assertEquals(
        Optional.of(new Place.Tcp("127.0.0.1", 8125)),
        made("ENABLE_ENVOY_DOG_STATSD", "1").statistics().dogStatsd());
    assertEquals(
        Optional.of(new Place.Socket("/var/run/dsd.sock")),
        made("ENABLE_ENVOY_DOG_STATSD", "1", "STATSD_SOCKET_PATH", "/var/run/dsd.sock")
            .statistics()
            .dogStatsd());
    assertEquals(false, made("APPMESH_METRIC_EXTENSION_VERSION", "2").statistics().extension());
  }

  @Test
  void aSinksFileGoesBeforeDogStatsd() {
    var made = made("ENABLE_ENVOY_DOG_STATSD", "1", "ENVOY_STATS_SINKS_CFG_FILE", "/s.yaml");
    assertEquals(Optional.empty(), made.statistics().dogStatsd());
    assertEquals(Optional.of("/s.yaml"), made.files().sinks());
  }

  @Test
  void lesserThings() {
    var made =
        made(
            "ENVOY_INITIAL_FETCH_TIMEOUT", "30",
            "ENVOY_OUTLIER_DETECTION_EVENT_LOG_PATH", "/tmp/o.log",
            "APPMESH_SDS_SOCKET_PATH", "/run/sds.sock",
            "MAX_REQUESTS_PER_IO_CYCLE", "10",
            "ENVOY_STATS_CONFIG_FILE", "/c.yaml",
            "ENVOY_RESOURCES_CONFIG_FILE", "/r.yaml");
    assertEquals(
        new Configuration.Details(
            30, "/tmp/o.log", Optional.of("/run/sds.sock"), OptionalInt.of(10)),
        made.details());
    assertEquals(Optional.of("/c.yaml"), made.files().stats());
    assertEquals(Optional.of("/r.yaml"), made.files().resources());
  }
}

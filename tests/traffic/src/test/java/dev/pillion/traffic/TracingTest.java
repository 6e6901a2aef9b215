package dev.pillion.traffic;

import dev.pillion.rig.Wait;
import dev.pillion.traffic.app.Behaviour;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import org.junit.jupiter.api.Test;

/// An Envoy that is started with a tracer uses it for the requests of its listeners.
final class TracingTest {
  private static final int COLLECTOR = 9411;

  @Test
  void aSpanOfARequestReachesTheCollector() {
    try (var stage = Stage.open("tracing")) {
      var front = stage.host("front");
      var back = stage.host("back");
      HttpApp.on(back, 8080, Behaviour.says("back"));
      var collector = HttpApp.on(front, "127.0.0.1", COLLECTOR, Behaviour.says(""));
      stage
          .mesh()
          .mesh("{}")
          .node("front", Specs.node("http", 8000, "front.local", "back.local"))
          .node("back", Specs.node("http", 8080, "back.local"))
          .service("back.local", Specs.byNode("back"));
      stage.nodeWith(zipkin(), "front", front, 8000);
      Sample.await("back", Stage.get(front, "http://back.local:8080/traced"));
      Wait.until(
          "a span of the request",
          Sample.LIMIT,
          () -> collector.requests().stream().anyMatch(span -> span.body().contains("/traced")),
          () -> "" + collector.requests());
    }
  }

  private static String zipkin() {
    return """
    {"tracing": {"http": {"name": "envoy.tracers.zipkin", "typed_config": {
       "@type": "type.googleapis.com/envoy.config.trace.v3.ZipkinConfig",
       "collector_cluster": "collector", "collector_endpoint": "/api/v2/spans",
       "collector_endpoint_version": "HTTP_JSON"}}},
     "static_resources": {"clusters": [
       {"name": "collector", "type": "STATIC",
        "load_assignment": {"cluster_name": "collector", "endpoints": [{"lb_endpoints": [
          {"endpoint": {"address": {"socket_address":
            {"address": "127.0.0.1", "port_value": %d}}}}]}]}}]}}
    """
        .formatted(COLLECTOR);
  }
}

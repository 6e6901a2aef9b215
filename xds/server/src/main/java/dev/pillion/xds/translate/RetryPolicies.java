package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.any;
import static dev.pillion.xds.translate.Messages.clamped;
import static dev.pillion.xds.translate.Messages.duration;
import static dev.pillion.xds.translate.Messages.uint32;

import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When Envoy tries again. Which events become which codes is App Mesh's, as its Envoys showed it.
final class RetryPolicies {
  private static final int UNAVAILABLE = 503;
  private static final List<Integer> SERVER_ERRORS =
      List.of(500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511);
  private static final List<Integer> GATEWAY_ERRORS = List.of(502, 503, 504);
  private static final List<Integer> CLIENT_ERRORS = List.of(409);

  private RetryPolicies() {}

  static RetryPolicy of(Optional<dev.pillion.mesh.route.RetryPolicy> stated) {
    return stated.map(RetryPolicies::explicit).orElseGet(RetryPolicies::byDefault);
  }

  // What App Mesh has sent since July 2020 for a route that states no policy.
  private static RetryPolicy byDefault() {
    return elsewhere()
        .setRetryOn("unavailable,reset,connect-failure,refused-stream,retriable-status-codes")
        .setNumRetries(uint32(2))
        .addRetriableStatusCodes(UNAVAILABLE)
        .build();
  }

  private static RetryPolicy explicit(dev.pillion.mesh.route.RetryPolicy stated) {
    Set<Integer> codes = codes(stated.httpEvents());
    Set<String> events = new LinkedHashSet<>(stated.grpcEvents());
    if (stated.httpEvents().contains("server-error")
        || stated.httpEvents().contains("gateway-error")) {
      events.add("reset");
    }
    if (!stated.tcpEvents().isEmpty()) {
      events.add("connect-failure");
    }
    if (stated.httpEvents().contains("stream-error")) {
      events.add("refused-stream");
    }
    if (!codes.isEmpty()) {
      events.add("retriable-status-codes");
    }
    var policy =
        elsewhere()
            .setRetryOn(String.join(",", events))
            .setNumRetries(uint32(clamped(stated.maxRetries())))
            .addAllRetriableStatusCodes(codes);
    // To Envoy, zero is a try that ends at once.
    if (!stated.perRetryTimeout().isZero()) {
      policy.setPerTryTimeout(duration(stated.perRetryTimeout()));
    }
    return policy.build();
  }

  private static Set<Integer> codes(List<String> events) {
    var codes = new LinkedHashSet<Integer>();
    if (events.contains("server-error")) {
      codes.addAll(SERVER_ERRORS);
    }
    if (events.contains("gateway-error")) {
      codes.addAll(GATEWAY_ERRORS);
    }
    if (events.contains("client-error")) {
      codes.addAll(CLIENT_ERRORS);
    }
    return codes;
  }

  private static RetryPolicy.Builder elsewhere() {
    return RetryPolicy.newBuilder()
        .addRetryHostPredicate(
            RetryHostPredicate.newBuilder()
                .setName("envoy.retry_host_predicates.previous_hosts")
                .setTypedConfig(any(PreviousHostsPredicate.getDefaultInstance())))
        .setHostSelectionRetryMaxAttempts(5);
  }
}

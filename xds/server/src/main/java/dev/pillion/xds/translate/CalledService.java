package dev.pillion.xds.translate;

import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.listener.Timeout;
import dev.pillion.mesh.route.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import java.util.List;
import java.util.Optional;

/// A virtual service at one port, with its rules in the order in which they are tried.
record CalledService(String virtualService, PortMapping listener, List<Rule> rules) {
  CalledService {
    rules = List.copyOf(rules);
  }

  boolean bytes() {
    return listener.protocol() == Protocol.TCP;
  }

  /// What a rule takes, and what becomes of it; of bytes, all is taken.
  record Rule(
      String name,
      RouteMatch match,
      Outcome outcome,
      Timeout timeout,
      Optional<RetryPolicy> retries) {}

  /// What becomes of a request that a rule takes.
  sealed interface Outcome {
    /// It goes to one of these, by weight; the weights' sum is above 0.
    record Forward(List<Share> shares) implements Outcome {
      public Forward {
        shares = List.copyOf(shares);
      }
    }

    /// It is answered 503, as the rule's targets cannot be reached by anyone.
    record Unavailable(String reason) implements Outcome {}
  }

  /// A target's share of a rule's requests.
  record Share(Target target, int weight) {}
}

package dev.pillion.xds.translate;

import dev.pillion.mesh.model.PortMapping;
import java.util.List;

/// A virtual service at one port, with its rules in the order in which they are tried.
record Backend(String virtualService, PortMapping listener, List<Rule> rules) {
  Backend {
    rules = List.copyOf(rules);
  }

  /// Requests whose path has the prefix, and what becomes of them.
  record Rule(String name, String prefix, Outcome outcome) {}

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

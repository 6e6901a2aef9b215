package dev.pillion.routes.plan;

import java.util.List;

/// A chain of ours and all its rules, in order.
///
/// @param rules as `iptables-restore` takes them after `-A NAME`
public record Chain(String name, List<String> rules) {
  /// Copies the rules.
  public Chain {
    rules = List.copyOf(rules);
  }
}

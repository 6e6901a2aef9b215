package dev.pillion.routes.plan;

/// A jump from a built-in chain into one of ours.
///
/// @param chain the built-in one
/// @param rule as `iptables-restore` takes it after `-A CHAIN`
/// @param first whether it must come before all other rules of its chain, or after
public record Hook(String chain, String rule, boolean first) {
  String text() {
    return (first ? "-I " : "-A ") + chain + " " + rule;
  }
}

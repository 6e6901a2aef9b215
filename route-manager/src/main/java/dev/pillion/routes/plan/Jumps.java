package dev.pillion.routes.plan;

import java.util.ArrayList;
import java.util.List;

/// How the jumps into our chains that are there compare with those that should be. All match first
/// packets of TCP connections alone: connections older than the rules would be reset by a redirect.
///
/// @param strays those that should not be there, as they were saved
/// @param missing those that are not there
record Jumps(List<Stray> strays, List<Hook> missing) {
  record Stray(String chain, String rule) {}

  static String toOutside(String chain) {
    return "-p tcp --syn -m addrtype ! --dst-type LOCAL -j " + chain;
  }

  static String fromOutside(String chain) {
    return "-p tcp --syn -m addrtype ! --src-type LOCAL -j " + chain;
  }

  static Jumps of(Ruleset wanted, SavedRules saved) {
    var missing = new ArrayList<>(wanted.hooks());
    var strays = new ArrayList<Stray>();
    for (var chain : saved.chains(wanted.table())) {
      var rules =
          wanted.owned().contains(chain) ? List.<String>of() : saved.rules(wanted.table(), chain);
      for (var i = 0; i < rules.size(); i++) {
        var rule = rules.get(i);
        var first = i == 0;
        if (SavedRules.jumpsTo(rule, wanted.owned())
            && !missing.removeIf(hook -> isThere(hook, chain, rule, first))) {
          strays.add(new Stray(chain, rule));
        }
      }
    }
    return new Jumps(strays, missing);
  }

  private static boolean isThere(Hook hook, String chain, String rule, boolean first) {
    return hook.chain().equals(chain)
        && SavedRules.plain(hook.rule()).equals(SavedRules.plain(rule))
        && (first || !hook.first());
  }
}

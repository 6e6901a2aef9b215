package dev.pillion.routes.plan;

import java.util.ArrayList;
import java.util.List;

/// Says how what is there differs from a ruleset.
final class Comparison {
  private final Ruleset wanted;
  private final SavedRules saved;
  private final List<String> differences = new ArrayList<>();

  Comparison(Ruleset wanted, SavedRules saved) {
    this.wanted = wanted;
    this.saved = saved;
  }

  List<String> differences() {
    wanted.chains().forEach(this::chain);
    hooks();
    for (var name : saved.chains(wanted.table())) {
      var known = wanted.chains().stream().anyMatch(chain -> chain.name().equals(name));
      if (wanted.owned().contains(name) && !known) {
        add(name, "should not be there");
      }
    }
    return List.copyOf(differences);
  }

  private void chain(Chain chain) {
    if (!saved.chains(wanted.table()).contains(chain.name())) {
      add(chain.name(), "is missing");
      return;
    }
    var present = saved.rules(wanted.table(), chain.name());
    for (var i = 0; i < Math.max(present.size(), chain.rules().size()); i++) {
      var is = i < present.size() ? SavedRules.plain(present.get(i)) : "";
      var should = i < chain.rules().size() ? SavedRules.plain(chain.rules().get(i)) : "";
      if (!is.equals(should)) {
        add(chain.name(), "rule " + (i + 1) + " is " + quoted(is) + ", not " + quoted(should));
        return;
      }
    }
  }

  private void hooks() {
    var jumps = Jumps.of(wanted, saved);
    for (var stray : jumps.strays()) {
      add(stray.chain(), "has a misplaced " + quoted(SavedRules.plain(stray.rule())));
    }
    for (var hook : jumps.missing()) {
      add(hook.chain(), "lacks " + quoted(hook.rule()) + (hook.first() ? " in front" : ""));
    }
  }

  private static String quoted(String rule) {
    return rule.isEmpty() ? "nothing" : "'" + rule + "'";
  }

  private void add(String chain, String what) {
    differences.add(wanted.table() + " " + chain + " " + what);
  }
}

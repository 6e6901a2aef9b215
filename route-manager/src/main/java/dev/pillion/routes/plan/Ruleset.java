package dev.pillion.routes.plan;

import java.util.ArrayList;
import java.util.List;

/// What is to be ours in one table: everything in it that is not ours stays as it is.
///
/// @param owned names that are ours, whether there is to be such a chain or not
/// @param chains those that are to be there
/// @param hooks the only jumps into them
public record Ruleset(String table, List<String> owned, List<Chain> chains, List<Hook> hooks) {
  /// Copies its lists.
  public Ruleset {
    owned = List.copyOf(owned);
    chains = List.copyOf(chains);
    hooks = List.copyOf(hooks);
  }

  /// Nothing of ours.
  public Ruleset none() {
    return new Ruleset(table, owned, List.of(), List.of());
  }

  /// What is ours now, to return to it later.
  public Ruleset found(SavedRules saved) {
    var chains = new ArrayList<Chain>();
    var hooks = new ArrayList<Hook>();
    for (var name : saved.chains(table)) {
      var rules = saved.rules(table, name);
      if (owned.contains(name)) {
        chains.add(new Chain(name, rules));
      } else {
        for (var i = 0; i < rules.size(); i++) {
          if (SavedRules.jumpsTo(rules.get(i), owned)) {
            hooks.add(new Hook(name, rules.get(i), i == 0));
          }
        }
      }
    }
    return new Ruleset(table, owned, chains, hooks);
  }

  /// What is ours now, without the jumps into it: new packets pass it by.
  public Ruleset unhooked(SavedRules saved) {
    return new Ruleset(table, owned, found(saved).chains(), List.of());
  }

  /// The input of `iptables-restore --noflush` that makes a table without anything of ours so, in
  /// one transaction.
  public String fromNothing() {
    return from(SavedRules.EMPTY);
  }

  /// The input of `iptables-restore --noflush` that makes what is there so, in one transaction;
  /// empty when it is so already.
  public String from(SavedRules saved) {
    return new Transition(this, saved).text();
  }

  /// What of this is missing, altered or too much, in words; empty when it is so.
  public List<String> missing(SavedRules saved) {
    return new Comparison(this, saved).differences();
  }
}

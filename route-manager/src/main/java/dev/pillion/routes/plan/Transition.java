package dev.pillion.routes.plan;

import java.util.ArrayList;
import java.util.List;

/// The lines that lead from what is there to a ruleset. All are of one table, so the kernel takes
/// them together or not at all, and no packet sees a state between.
final class Transition {
  private final Ruleset wanted;
  private final SavedRules saved;
  private final List<String> declared = new ArrayList<>();
  private final List<String> unhooked = new ArrayList<>();
  private final List<String> rules = new ArrayList<>();
  private final List<String> hooked = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();

  Transition(Ruleset wanted, SavedRules saved) {
    this.wanted = wanted;
    this.saved = saved;
  }

  String text() {
    wanted.chains().forEach(this::fill);
    rehook();
    remove();
    var lines = new ArrayList<String>();
    for (var part : List.of(declared, unhooked, rules, hooked, removed)) {
      lines.addAll(part);
    }
    if (lines.isEmpty()) {
      return "";
    }
    return "*" + wanted.table() + "\n" + String.join("\n", lines) + "\nCOMMIT\n";
  }

  /// Declaring a chain that exists empties it.
  private void fill(Chain chain) {
    var same =
        saved.chains(wanted.table()).contains(chain.name())
            && plain(saved.rules(wanted.table(), chain.name())).equals(plain(chain.rules()));
    if (!same) {
      declared.add(":" + chain.name() + " - [0:0]");
      chain.rules().forEach(rule -> rules.add("-A " + chain.name() + " " + rule));
    }
  }

  private void rehook() {
    var jumps = Jumps.of(wanted, saved);
    jumps.strays().forEach(stray -> unhooked.add("-D " + stray.chain() + " " + stray.rule()));
    jumps.missing().forEach(hook -> hooked.add(hook.text()));
  }

  private void remove() {
    var unwanted = new ArrayList<String>();
    for (var chain : saved.chains(wanted.table())) {
      var kept = wanted.chains().stream().anyMatch(other -> other.name().equals(chain));
      if (wanted.owned().contains(chain) && !kept) {
        unwanted.add(chain);
      }
    }
    unwanted.forEach(chain -> removed.add("-F " + chain));
    unwanted.forEach(chain -> removed.add("-X " + chain));
  }

  private static List<String> plain(List<String> rules) {
    return rules.stream().map(SavedRules::plain).toList();
  }
}

package dev.pillion.routes.apply;

import dev.pillion.routes.plan.Ruleset;
import dev.pillion.routes.plan.SavedRules;
import dev.pillion.routes.spec.Exit;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.RouteException;
import dev.pillion.routes.spec.Violation;
import java.util.ArrayList;
import java.util.List;

/// The changes of one run, which all stand or none.
final class Session {
  private record Step(
      Iptables iptables, Family family, List<Ruleset> before, List<Ruleset> wanted) {}

  private final List<Step> done = new ArrayList<>();

  /// Whether anything was changed.
  boolean changed() {
    return !done.isEmpty();
  }

  /// Makes the tables so, if they are not.
  ///
  /// @throws RouteException when the kernel refuses; none of these tables is changed then
  void change(Iptables iptables, Family family, SavedRules before, List<Ruleset> wanted) {
    var text = new StringBuilder();
    wanted.forEach(ruleset -> text.append(ruleset.from(before)));
    if (text.isEmpty()) {
      return;
    }
    var found = wanted.stream().map(ruleset -> ruleset.found(before)).toList();
    var step = new Step(iptables, family, found, wanted);
    try {
      iptables.restore(family, text.toString());
    } catch (RouteException refused) {
      // The kernel takes one table at a time, so one of two may be in.
      var violations = new ArrayList<>(refused.violations());
      violations.addAll(back(step));
      throw new RouteException(Exit.FAILED, violations);
    }
    done.add(step);
  }

  /// Reads back all that was changed.
  ///
  /// @throws RouteException naming all that is not as it was written
  void verify() {
    var violations = new ArrayList<Violation>();
    for (var step : done) {
      var after = step.iptables().save(step.family());
      for (var ruleset : step.wanted()) {
        for (var missing : ruleset.missing(after)) {
          violations.add(
              new Violation(
                  step.iptables().backend().command(step.family(), "save"),
                  missing,
                  "see what else writes rules in this namespace, then run this again"));
        }
      }
    }
    if (!violations.isEmpty()) {
      throw new RouteException(Exit.FAILED, violations);
    }
  }

  /// Returns to what was ours before, last change first; what could not be returned to is the
  /// answer.
  List<Violation> rollBack() {
    var violations = new ArrayList<Violation>();
    for (var step : done.reversed()) {
      violations.addAll(back(step));
    }
    done.clear();
    return violations;
  }

  private static List<Violation> back(Step step) {
    try {
      var now = step.iptables().save(step.family());
      var text = new StringBuilder();
      step.before().forEach(ruleset -> text.append(ruleset.from(now)));
      step.iptables().restore(step.family(), text.toString());
      return List.of();
    } catch (RouteException failed) {
      return failed.violations();
    }
  }
}

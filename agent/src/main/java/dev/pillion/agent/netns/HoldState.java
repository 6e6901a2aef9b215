package dev.pillion.agent.netns;

import dev.pillion.routes.plan.HoldRules;
import dev.pillion.routes.plan.SavedRules;
import dev.pillion.routes.spec.Family;

/// Reads what of a hold is in place.
final class HoldState {
  private HoldState() {}

  static Namespaces.HoldRules of(Survey survey, int queue) {
    var found = Namespaces.HoldRules.ABSENT;
    for (var families : survey.saved().values()) {
      for (var entry : families.entrySet()) {
        var state = of(entry.getValue(), entry.getKey(), queue);
        found = state.compareTo(found) > 0 ? state : found;
      }
    }
    return found;
  }

  /// What drops is closed whatever becomes of its agent, decided or not.
  static Namespaces.HoldRules of(SavedRules saved, Family family, int queue) {
    if (HoldRules.none().missing(saved).isEmpty()) {
      return Namespaces.HoldRules.ABSENT;
    }
    return HoldRules.undecided(queue).rules(family).missing(saved).isEmpty()
        ? Namespaces.HoldRules.BYPASSED
        : Namespaces.HoldRules.CLOSED;
  }
}

package dev.pillion.agent.netns;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.routes.plan.RedirectRules;
import dev.pillion.routes.plan.RedirectRules.State;
import dev.pillion.routes.plan.Ruleset;
import dev.pillion.routes.plan.SavedRules;
import dev.pillion.routes.spec.Family;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/// The redirect in the network namespace that the calling thread lives in, taken away in both
/// backends and families. It is set by the route-manager alone.
final class Redirects {
  private Redirects() {}

  /// How much of it there is in any backend and family.
  static State state(Survey survey) {
    return survey.saved().values().stream()
        .flatMap(families -> families.values().stream())
        .map(RedirectRules::state)
        .max(Comparator.naturalOrder())
        .orElse(State.ABSENT);
  }

  /// Takes the jumps away; chains stay for the connections that they translate.
  static void unhook() {
    change(Ruleset::unhooked, State.UNHOOKED);
  }

  /// Takes all of it away.
  static void remove() {
    change((ruleset, _) -> ruleset.none(), State.ABSENT);
  }

  private static void change(BiFunction<Ruleset, SavedRules, Ruleset> wanted, State most) {
    var families = Iptables.families();
    Iptables.survey(families)
        .saved()
        .forEach((backend, saved) -> Iptables.restore(backend, texts(saved, wanted)));
    State left = state(Iptables.survey(families));
    if (left.compareTo(most) > 0) {
      throw new MeshException(
          Code.UNAVAILABLE,
          "redirect of the task",
          "is there again after it was taken away",
          "look for another program that sets rules in the task; it is tried again");
    }
  }

  private static Map<Family, String> texts(
      Map<Family, SavedRules> saved, BiFunction<Ruleset, SavedRules, Ruleset> wanted) {
    var texts = new EnumMap<Family, String>(Family.class);
    saved.forEach((family, rules) ->
        texts.put(
            family,
            RedirectRules.none().stream()
                .map(ruleset -> wanted.apply(ruleset, rules).from(rules))
                .collect(Collectors.joining())));
    return texts;
  }
}

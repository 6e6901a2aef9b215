package dev.pillion.agent.netns;

import dev.pillion.routes.plan.SavedRules;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import java.util.List;
import java.util.Map;

/// All rules of a namespace; a backend that is not in it has none.
record Survey(Map<Backend, Map<Family, SavedRules>> saved) {
  /// The backend to use: the one with rules of ours, else the only one with rules, else the
  /// preferred.
  Backend backend(Backend preferred) {
    List<Backend> used = backends(SavedRules::used);
    List<Backend> ours = backends(SavedRules::ours);
    if (ours.size() == 1) {
      return ours.getFirst();
    }
    return used.size() == 1 ? used.getFirst() : preferred;
  }

  SavedRules rules(Backend backend, Family family) {
    return saved.getOrDefault(backend, Map.of()).getOrDefault(family, SavedRules.EMPTY);
  }

  /// The chains by which something else redirects, in either backend.
  List<String> foreignRedirects() {
    return saved.values().stream()
        .flatMap(families -> families.values().stream())
        .flatMap(rules -> rules.foreignRedirects().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private List<Backend> backends(java.util.function.Predicate<SavedRules> with) {
    return saved.entrySet().stream()
        .filter(entry -> entry.getValue().values().stream().anyMatch(with))
        .map(Map.Entry::getKey)
        .toList();
  }
}

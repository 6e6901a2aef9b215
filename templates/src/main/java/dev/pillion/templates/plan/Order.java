package dev.pillion.templates.plan;

import dev.pillion.templates.resource.ResourceKey;
import dev.pillion.templates.resource.Wanted;
import dev.pillion.templates.text.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Each resource after those that it needs: what it says to come after, its mesh, its router or
/// gateway, and what its specification names. Otherwise by mesh, kind and name.
final class Order {
  private Order() {}

  static List<Wanted> of(SortedMap<ResourceKey, Wanted> wanted, Problems problems) {
    var left = new TreeMap<ResourceKey, Set<ResourceKey>>();
    wanted.forEach((key, one) -> left.put(key, needs(one, wanted.keySet())));
    List<Wanted> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      var next = left.entrySet().stream().filter(entry -> entry.getValue().isEmpty()).findFirst();
      if (next.isEmpty()) {
        problems.add(
            left.keySet().stream().map(ResourceKey::toString).collect(Collectors.joining(", ")),
            "each waits for another one of them",
            "take a DependsOn or a reference out");
        return List.of();
      }
      ResourceKey key = next.get().getKey();
      ordered.add(Objects.requireNonNull(wanted.get(key)));
      left.remove(key);
      left.values().forEach(needed -> needed.remove(key));
    }
    return ordered;
  }

  private static Set<ResourceKey> needs(Wanted wanted, Set<ResourceKey> all) {
    var needs = new HashSet<>(wanted.after());
    needs.addAll(required(wanted));
    needs.remove(wanted.key());
    needs.retainAll(all);
    return needs;
  }

  /// What must be there for it to be created.
  static Set<ResourceKey> required(Wanted wanted) {
    ResourceKey key = wanted.key();
    var required = new TreeSet<ResourceKey>();
    required.add(key.ofMesh());
    key.id().parent().ifPresent(parent -> required.add(new ResourceKey(key.mesh(), parent)));
    wanted
        .document()
        .references()
        .forEach(reference -> required.add(new ResourceKey(key.mesh(), reference.target())));
    required.remove(key);
    return required;
  }
}

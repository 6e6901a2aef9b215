package dev.pillion.delta;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Names that are to be answered whatever the client was told of them before.
final class Debts {
  private final Set<String> owed = new HashSet<>();
  // Stand in for what is owed and has left the snapshot since the client was led to ask for it.
  private final Map<String, VersionedResource> promised = new HashMap<>();

  void owe(String name) {
    owed.add(name);
  }

  boolean owes(String name) {
    return owed.contains(name);
  }

  Set<String> owed() {
    return Collections.unmodifiableSet(owed);
  }

  void promise(String name, Optional<VersionedResource> resource) {
    resource.ifPresentOrElse(r -> promised.put(name, r), () -> promised.remove(name));
  }

  Optional<VersionedResource> promised(String name) {
    return Optional.ofNullable(promised.get(name));
  }

  void endPromises() {
    promised.keySet().retainAll(owed);
  }

  void answered(String name) {
    owed.remove(name);
    promised.remove(name);
  }

  /// Owes what was not asked for no longer.
  void retain(Set<String> names) {
    owed.retainAll(names);
  }
}

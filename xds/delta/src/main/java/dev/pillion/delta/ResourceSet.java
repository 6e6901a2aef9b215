package dev.pillion.delta;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Resources by name, with a version of them all that depends on nothing but them: every replica
/// gives the same set the same one, in whatever order it came about.
final class ResourceSet {
  // FNV-1a and the finaliser of SplitMix64.
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private final NavigableMap<String, VersionedResource> byName = new TreeMap<>();
  // Of the marks of all: a sum can be kept up to date one resource at a time.
  private long sum;

  void put(VersionedResource resource) {
    remove(resource.name());
    byName.put(resource.name(), resource);
    sum += mark(resource);
  }

  void remove(String name) {
    VersionedResource held = byName.remove(name);
    if (held != null) {
      sum -= mark(held);
    }
  }

  void retain(Set<String> names) {
    for (String name : Set.copyOf(byName.keySet())) {
      if (!names.contains(name)) {
        remove(name);
      }
    }
  }

  Optional<VersionedResource> get(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Collection<VersionedResource> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  int size() {
    return byName.size();
  }

  String version() {
    return "%016x".formatted(sum);
  }

  private static long mark(VersionedResource resource) {
    long hash = hash(hash(OFFSET, resource.name()) * PRIME, resource.version());
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }

  private static long hash(long from, String text) {
    long hash = from;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return hash;
  }
}

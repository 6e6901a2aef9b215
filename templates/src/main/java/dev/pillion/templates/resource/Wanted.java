package dev.pillion.templates.resource;

import dev.pillion.xds.json.SpecDocument;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A resource as files want it.
///
/// @param document the specification, which keeps every rule that needs no other resource
/// @param source where it stands, for messages: `mesh.yaml: ColorNode`
/// @param after resources of the same files that it says to come after
public record Wanted(
    ResourceKey key,
    SpecDocument document,
    SortedMap<String, String> tags,
    String source,
    Set<ResourceKey> after) {
  /// Copies its collections.
  public Wanted {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    after = Collections.unmodifiableSet(new TreeSet<>(after));
  }

  /// The same, after others.
  public Wanted after(Set<ResourceKey> others) {
    return new Wanted(key, document, tags, source, others);
  }

  /// The same with a tag more.
  public Wanted tagged(String tag, String value) {
    var more = new TreeMap<>(tags);
    more.put(tag, value);
    return new Wanted(key, document, more, source, after);
  }
}

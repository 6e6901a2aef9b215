package dev.pillion.mesh.state;

import java.util.Comparator;
import java.util.SortedMap;
import org.pcollections.TreePMap;

/// Sorted maps that never change, and of which one with an entry more or less is made by building
/// anew only the path to that entry.
final class PersistentMaps {
  private PersistentMaps() {}

  /// The map itself where it is such a one, else a copy.
  static <K extends Comparable<? super K>, V> TreePMap<K, V> of(SortedMap<K, V> map) {
    return map instanceof TreePMap<K, V> persistent && is(map) ? persistent : TreePMap.from(map);
  }

  private static boolean is(SortedMap<?, ?> map) {
    return map instanceof TreePMap && Comparator.naturalOrder().equals(map.comparator());
  }

  /// The same of maps by name in one map.
  static <V> TreePMap<String, SortedMap<String, V>> ofTables(
      SortedMap<String, SortedMap<String, V>> tables) {
    TreePMap<String, SortedMap<String, V>> persistent = of(tables);
    for (var table : tables.entrySet()) {
      if (!is(table.getValue())) {
        persistent = persistent.plus(table.getKey(), of(table.getValue()));
      }
    }
    return persistent;
  }

  /// The tables with a value put into one of them, which is made if need be.
  static <V> TreePMap<String, SortedMap<String, V>> plus(
      TreePMap<String, SortedMap<String, V>> tables, String parent, String name, V value) {
    TreePMap<String, V> table = of(tables.getOrDefault(parent, TreePMap.empty()));
    return tables.plus(parent, table.plus(name, value));
  }

  /// The tables with a name taken out of one of them, and that one too where nothing is left in it.
  static <V> TreePMap<String, SortedMap<String, V>> minus(
      TreePMap<String, SortedMap<String, V>> tables, String parent, String name) {
    TreePMap<String, V> table = of(tables.getOrDefault(parent, TreePMap.empty())).minus(name);
    return table.isEmpty() ? tables.minus(parent) : tables.plus(parent, table);
  }
}

package dev.pillion.envoy.stats;

import dev.pillion.envoy.stats.Family.Kind;
import dev.pillion.envoy.stats.Family.Labels;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The metrics at one time, to tell what has come since.
///
/// @param families what they were
public record Snapshots(List<Family> families) {
  /// Before the first.
  public static final Snapshots NONE = new Snapshots(List.of());

  /// Copies the list.
  public Snapshots {
    families = List.copyOf(families);
  }

  /// What has come between this and a later time. A count that is lower than it was has begun
  /// again, with a new Envoy: all of it has come since.
  public List<Family> until(List<Family> later) {
    Map<String, Family> before =
        families.stream().collect(Collectors.toMap(Family::name, family -> family));
    return later.stream()
        .map(family ->
            before.containsKey(family.name()) && family.kind() != Kind.GAUGE
                ? since(before.get(family.name()), family)
                : family)
        .toList();
  }

  private static Family since(Family before, Family now) {
    SortedMap<Labels, Value> values = new TreeMap<>();
    now.values()
        .forEach((labels, value) -> {
          Value old = before.values().get(labels);
          values.put(labels, old == null || size(old) > size(value) ? value : value.minus(old));
        });
    return new Family(now.name(), now.kind(), values);
  }

  private static long size(Value value) {
    return switch (value) {
      case Value.Count(long number) -> number;
      case Value.Histogram histogram -> histogram.count();
    };
  }
}

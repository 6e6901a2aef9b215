package dev.pillion.mesh.state;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/// The limits that hold on this server, one for each quota.
public record Quotas(Map<Quota, Integer> limits) {
  /// What holds where nothing is set.
  public static final Quotas USUAL = of(Quota::usual);

  /// Copies its map.
  public Quotas {
    limits = Collections.unmodifiableMap(new EnumMap<>(limits));
  }

  /// A limit for every quota.
  public static Quotas of(ToIntFunction<Quota> limit) {
    return new Quotas(
        Arrays.stream(Quota.values())
            .collect(Collectors.toMap(Function.identity(), limit::applyAsInt)));
  }

  /// The most that there may be.
  public int most(Quota quota) {
    return limits.getOrDefault(quota, quota.usual());
  }
}

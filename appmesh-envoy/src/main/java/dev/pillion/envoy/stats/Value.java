package dev.pillion.envoy.stats;

import dev.pillion.envoy.stats.Family.Labels;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a metric has come to.
public sealed interface Value {
  /// A count, or a state.
  record Count(long number) implements Value {}

  /// How many were at most so large, their sum, and how many there were.
  ///
  /// @param buckets cumulative, by their upper bound; infinity is among them
  record Histogram(SortedMap<Double, Long> buckets, double sum, long count) implements Value {
    /// Copies the buckets.
    public Histogram {
      buckets = new TreeMap<>(buckets);
    }

    void write(StringBuilder text, String name, Labels labels) {
      buckets.forEach((bound, number) ->
          text.append(name)
              .append("_bucket")
              .append(labels.with("le", shown(bound)))
              .append(' ')
              .append(number)
              .append('\n'));
      text.append(name).append("_sum").append(labels).append(' ').append(shown(sum)).append('\n');
      text.append(name).append("_count").append(labels).append(' ').append(count).append('\n');
    }

    private static String shown(double number) {
      if (Double.isInfinite(number)) {
        return "+Inf";
      }
      return number == Math.rint(number) && Math.abs(number) < 1e15
          ? Long.toString((long) number)
          : Double.toString(number);
    }
  }

  /// Both together.
  default Value plus(Value other) {
    return combined(other, 1);
  }

  /// What has come since another.
  default Value minus(Value other) {
    return combined(other, -1);
  }

  private Value combined(Value other, int sign) {
    if (this instanceof Count(long mine) && other instanceof Count(long its)) {
      return new Count(mine + sign * its);
    }
    if (this instanceof Histogram mine && other instanceof Histogram its) {
      var buckets = new TreeMap<>(mine.buckets());
      its.buckets().forEach((bound, number) -> buckets.merge(bound, sign * number, Long::sum));
      return new Histogram(
          buckets, mine.sum() + sign * its.sum(), mine.count() + sign * its.count());
    }
    return this;
  }
}

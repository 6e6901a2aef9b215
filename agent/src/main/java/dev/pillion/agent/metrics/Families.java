package dev.pillion.agent.metrics;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Where the lines of each metric family are, of all Envoys. Prometheus's format has all lines of a
/// family together behind one line that tells its type; the server itself is lenient, but what
/// reads by its library (Telegraf, the push gateway) refuses everything for a second such line.
final class Families {
  private final Map<String, Family> all = new TreeMap<>();

  /// Lines of one family that stand together.
  ///
  /// @param from where the first begins
  /// @param to where the last ends
  record Lines(String family, String type, long from, long to) {}

  /// Takes a family and then each place where lines of it are.
  interface Reader {
    void family(String name, String type) throws IOException;

    void lines(long from, long to) throws IOException;
  }

  /// Adds what one Envoy has.
  ///
  /// @return how many families it has as another type than Envoys before it, which are left out:
  ///   one family cannot be both
  int add(List<Lines> lines) {
    int refused = 0;
    for (Lines some : lines) {
      Family family = all.computeIfAbsent(some.family(), _ -> new Family(some.type()));
      if (family.type.equals(some.type())) {
        family.add(some.from(), some.to());
      } else {
        refused++;
      }
    }
    return refused;
  }

  /// All of them by name, each once.
  void read(Reader reader) throws IOException {
    for (Map.Entry<String, Family> entry : all.entrySet()) {
      Family family = entry.getValue();
      reader.family(entry.getKey(), family.type);
      for (int i = 0; i < family.count; i += 2) {
        reader.lines(family.places[i], family.places[i + 1]);
      }
    }
  }

  /// Of a hundred Envoys there are some ten thousand places, so they are kept as plain numbers.
  private static final class Family {
    private final String type;
    private long[] places = new long[4];
    private int count;

    private Family(String type) {
      this.type = type;
    }

    private void add(long from, long to) {
      if (count == places.length) {
        places = Arrays.copyOf(places, count * 2);
      }
      places[count++] = from;
      places[count++] = to;
    }
  }
}

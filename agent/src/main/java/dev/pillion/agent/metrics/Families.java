package dev.pillion.agent.metrics;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Where the lines of each metric family are, of all Envoys. Prometheus's format has all lines of a
/// family together behind one line that tells its type; the server itself is lenient, but what
/// reads by its library (Telegraf, the push gateway) refuses everything for a second such line.
///
/// It serves one scrape after the other and keeps what is the same in all. An agent's young
/// generation is so small that what lives as long as a scrape would grow old, and fill the heap
/// scrape by scrape.
final class Families {
  private final Map<String, Family> all = new TreeMap<>();

  /// Takes a family and then each place where lines of it are.
  interface Reader {
    void family(String name, String type) throws IOException;

    void lines(long from, long to) throws IOException;
  }

  /// Adds lines of one family that stand together, behind all that were added before.
  ///
  /// @param from where the first begins
  /// @param to where the last ends
  /// @return false where the family is of another type already: it cannot be both
  boolean add(String name, String type, long from, long to) {
    return all.computeIfAbsent(name, _ -> new Family(type)).add(type, from, to);
  }

  /// Forgets what was added from a place on.
  void backTo(long place) {
    all.values().forEach(family -> family.backTo(place));
  }

  /// All of them by name, each once.
  void read(Reader reader) throws IOException {
    all.values().removeIf(Family::isEmpty);
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
    private String type;
    private long[] places = new long[4];
    private int count;

    private Family(String type) {
      this.type = type;
    }

    private boolean isEmpty() {
      return count == 0;
    }

    private boolean add(String ofType, long from, long to) {
      if (!type.equals(ofType)) {
        if (!isEmpty()) {
          return false;
        }
        type = ofType;
      }
      if (count == places.length) {
        places = Arrays.copyOf(places, count * 2);
      }
      places[count++] = from;
      places[count++] = to;
      return true;
    }

    private void backTo(long place) {
      while (!isEmpty() && places[count - 2] >= place) {
        count -= 2;
      }
    }
  }
}

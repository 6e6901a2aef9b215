package dev.pillion.delta;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A client's word on one response.
public sealed interface Verdict {
  /// The type of the response.
  XdsType type();

  /// The versions of the response's resources, by name; a removal has none.
  SortedMap<String, String> versions();

  /// The client has taken it over.
  record Accepted(XdsType type, SortedMap<String, String> versions, Instant at) implements Verdict {
    /// Copies the versions.
    public Accepted {
      versions = copy(versions);
    }
  }

  /// The client refuses it, for the reason it gives. Of several resources it may have taken over
  /// some.
  record Rejected(XdsType type, SortedMap<String, String> versions, String error, Instant at)
      implements Verdict {
    /// Copies the versions.
    public Rejected {
      versions = copy(versions);
    }
  }

  private static SortedMap<String, String> copy(Map<String, String> versions) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }
}

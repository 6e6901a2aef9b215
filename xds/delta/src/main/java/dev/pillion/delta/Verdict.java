package dev.pillion.delta;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A client's word on one response.
public sealed interface Verdict {
  /// The type of the response.
  XdsType type();

  /// What the response brought; a removal is not in it.
  List<VersionedResource> resources();

  /// When it came.
  Instant at();

  /// The versions of the response's resources, by name.
  default SortedMap<String, String> versions() {
    var versions = new TreeMap<String, String>();
    resources().forEach(resource -> versions.put(resource.name(), resource.version()));
    return versions;
  }

  /// The client has taken it over.
  record Accepted(XdsType type, List<VersionedResource> resources, Instant at) implements Verdict {
    /// Copies the resources.
    public Accepted {
      resources = List.copyOf(resources);
    }
  }

  /// The client refuses it, for the reason it gives.
  ///
  /// @param sole whether the resource was the only thing to refuse; of several, the client may have
  ///   taken over some
  record Rejected(
      XdsType type, List<VersionedResource> resources, boolean sole, String error, Instant at)
      implements Verdict {
    /// Copies the resources.
    public Rejected {
      resources = List.copyOf(resources);
    }
  }
}

package dev.pillion.xds.store;

import dev.pillion.xds.json.Resource;
import java.util.List;
import java.util.Optional;

/// A part of a list, by name.
///
/// @param last the name to go on after; empty where nothing follows
public record Page(List<Resource> resources, Optional<String> last) {
  /// Copies its list.
  public Page {
    resources = List.copyOf(resources);
  }
}

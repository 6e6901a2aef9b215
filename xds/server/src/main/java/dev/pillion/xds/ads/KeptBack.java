package dev.pillion.xds.ads;

import dev.pillion.delta.XdsType;
import java.util.List;

/// A resource whose newest version a proxy is not given, because another proxy refuses it.
///
/// @param refused the version that is kept from it
/// @param served the version that it has instead, the last that a proxy of its group accepted
/// @param by the node ids of those that refuse it
/// @param error what the first of them said
public record KeptBack(
    XdsType type, String name, String refused, String served, List<String> by, String error) {
  /// Copies the node ids.
  public KeptBack {
    by = List.copyOf(by);
  }
}

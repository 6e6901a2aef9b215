package dev.pillion.mesh.tls;

import java.util.List;

/// What the other side's certificate must be.
///
/// @param subjectAlternativeNames host names or URIs, one of which it must carry; empty where none
///   is asked for
public record Validation(Trust trust, List<String> subjectAlternativeNames) {
  /// Copies its list.
  public Validation {
    subjectAlternativeNames = List.copyOf(subjectAlternativeNames);
  }
}

package dev.pillion.xds.json;

import java.util.List;

/// The body of a create or update of API version 2018-10-01, read.
///
/// @param request what it asks in the words of 2019-01-25
/// @param serviceNames the virtual services that a virtual router is to provide
public record PreviewRequest(WriteRequest request, List<String> serviceNames) {
  /// Copies its list.
  public PreviewRequest {
    serviceNames = List.copyOf(serviceNames);
  }
}

package dev.pillion.xds.auth;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The region and the services that signatures must be made for.
public record SigningScope(String region, Set<String> services) {
  /// App Mesh's own signing names: the API's and the preview's.
  public static final List<String> APP_MESH = List.of("appmesh", "appmesh-preview");

  /// Copies the services and keeps their order.
  public SigningScope {
    services = Collections.unmodifiableSet(new LinkedHashSet<>(services));
  }

  /// App Mesh in the region.
  public static SigningScope of(String region) {
    return new SigningScope(region, new LinkedHashSet<>(APP_MESH));
  }
}

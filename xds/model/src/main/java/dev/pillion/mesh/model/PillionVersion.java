package dev.pillion.mesh.model;

import java.util.Optional;

/// The version of this build.
public final class PillionVersion {
  private PillionVersion() {}

  /// The version in the jar's manifest; `development` where classes do not come from a jar.
  public static String current() {
    return Optional.ofNullable(PillionVersion.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}

package dev.pillion.templates.client;

import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/// The region of a profile in AWS's own files.
public final class Region {
  private Region() {}

  /// Empty where there is no such profile, or it has none.
  public static Optional<String> of(Optional<String> profile) {
    try {
      return ProfileFile.defaultProfileFile()
          .profile(profile.orElse("default"))
          .flatMap(one -> one.property(ProfileProperty.REGION));
    } catch (SdkException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}

package dev.pillion.agent.cloudmap;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.SystemSetting;

/// Where a service answers: as the AWS SDK's settings say, else AWS's own address in a region.
final class AwsEndpoint {
  private static final String URL = "endpoint_url";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private AwsEndpoint() {}

  /// The address of a service.
  ///
  /// @param prefix what stands before the name of AWS's own host; no other host has it
  /// @param id the service's name in settings, such as `ServiceDiscovery`
  /// @throws AwsFailure when a setting is no address
  static URI of(String prefix, String id, Region region) {
    return configured(id).orElseGet(() -> own(prefix, id.toLowerCase(Locale.ROOT), region));
  }

  private static Optional<URI> configured(String id) {
    var all = new Setting("AWS_ENDPOINT_URL", "aws.endpointUrl");
    var one =
        new Setting(
            all.environmentVariable() + "_" + id.toUpperCase(Locale.ROOT), all.property() + id);
    return Stream.concat(
            Stream.of(one, all).flatMap(setting -> setting.getStringValue().stream()),
            Stream.of(id.toLowerCase(Locale.ROOT)).flatMap(AwsEndpoint::ofProfile))
        .filter(_ -> !ignored())
        .findFirst()
        .map(AwsEndpoint::address);
  }

  private static URI address(String text) {
    try {
      var address = new URI(text);
      if (address.getHost() != null && SCHEMES.contains(address.getScheme())) {
        return address;
      }
    } catch (URISyntaxException _) {
      // As one that names no host.
    }
    throw new AwsFailure("", "AWS endpoint '%s' is no URL of a host".formatted(text), 0);
  }

  private static boolean ignored() {
    return new Setting("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "aws.ignoreConfiguredEndpointUrls")
        .getBooleanValue()
        .orElse(false);
  }

  private static Stream<String> ofProfile(String service) {
    ProfileFile file = ProfileFile.defaultProfileFile();
    Optional<Profile> profile =
        file.profile(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow());
    return Stream.concat(
        profile.flatMap(p -> p.property("services")).stream()
            .flatMap(services -> file.getSection("services", services).stream())
            .flatMap(section -> section.property(service + "." + URL).stream()),
        profile.flatMap(p -> p.property(URL)).stream());
  }

  private static URI own(String prefix, String service, Region region) {
    boolean fips = SdkSystemSetting.AWS_USE_FIPS_ENDPOINT.getBooleanValue().orElse(false);
    List<EndpointTag> tags = new ArrayList<>();
    if (fips) {
      tags.add(EndpointTag.FIPS);
    }
    if (SdkSystemSetting.AWS_USE_DUALSTACK_ENDPOINT.getBooleanValue().orElse(false)) {
      tags.add(EndpointTag.DUALSTACK);
    }
    String suffix =
        PartitionMetadata.of(region).dnsSuffix(PartitionEndpointKey.builder().tags(tags).build());
    return URI.create(
        "https://%s%s%s.%s.%s"
            .formatted(prefix, service, fips ? "-fips" : "", region.id(), suffix));
  }

  /// One that the SDK reads from the environment as it does its own.
  private record Setting(String environmentVariable, String property) implements SystemSetting {
    @Override
    public @Nullable String defaultValue() {
      return null;
    }
  }
}

package dev.pillion.agent.cloudmap;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

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
    String variable = "AWS_ENDPOINT_URL";
    return Stream.concat(
            Stream.of(
                    System.getProperty("aws.endpointUrl" + id),
                    System.getenv(variable + "_" + id.toUpperCase(Locale.ROOT)),
                    System.getProperty("aws.endpointUrl"),
                    System.getenv(variable))
                .flatMap(Stream::ofNullable),
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
    return Boolean.parseBoolean(System.getenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"));
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
}

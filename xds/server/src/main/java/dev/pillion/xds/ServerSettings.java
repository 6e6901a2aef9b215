package dev.pillion.xds;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.settings.ServerSetting;
import dev.pillion.mesh.settings.SettingsReader;
import dev.pillion.mesh.state.Quotas;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.xds.ads.AdsRules;
import dev.pillion.xds.http.HttpLimits;
import dev.pillion.xds.json.CertificatesJson;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server's environment sets.
///
/// @param quotas how many of what there may be
/// @param limits what clients may take of the API
/// @param certificates what stands for certificates that meshes name by ARN
/// @param proxies what holds for proxies that dial the server themselves
/// @param operators where health and metrics are served; empty for the API's address
public record ServerSettings(
    Quotas quotas,
    HttpLimits limits,
    CertificateFiles certificates,
    AdsRules proxies,
    Optional<InetSocketAddress> operators) {
  private static final int MOST = 1_000_000;
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([^:\\[\\]\\s]+)):([0-9]{1,5})");

  /// What holds where nothing is set.
  public static final ServerSettings USUAL = from(Map.of());

  /// Reads an environment.
  ///
  /// @throws MeshException that names every setting that is wrong or not known
  public static ServerSettings from(Map<String, String> environment) {
    var reader =
        new SettingsReader("server settings", List.of(ServerSetting.values()), environment);
    var settings =
        new ServerSettings(
            quotas(reader),
            limits(reader),
            certificates(reader),
            proxies(reader),
            operators(reader));
    reader.finish();
    return settings;
  }

  private static Quotas quotas(SettingsReader reader) {
    return Quotas.of(
        quota -> reader.whole(ServerSetting.valueOf("QUOTA_" + quota.name()), 0, MOST));
  }

  private static HttpLimits limits(SettingsReader reader) {
    return new HttpLimits(
        new HttpLimits.Sizes(
            reader.size(ServerSetting.API_REQUEST_LINE, "1KiB", "64KiB"),
            reader.size(ServerSetting.API_HEADERS, "4KiB", "256KiB"),
            reader.size(ServerSetting.API_BODY, "64KiB", "16MiB"),
            reader.size(ServerSetting.API_BODIES, "16MiB", "1GiB")),
        new HttpLimits.Times(
            reader.duration(ServerSetting.API_HEADER_TIME, "1s", "10m"),
            reader.duration(ServerSetting.API_BODY_TIME, "1s", "10m"),
            reader.duration(ServerSetting.API_ANSWER_TIME, "1s", "10m"),
            reader.duration(ServerSetting.API_IDLE_TIME, "1s", "1h"),
            reader.duration(ServerSetting.STOP_TIME, "1s", "10m")),
        new HttpLimits.Counts(
            reader.whole(ServerSetting.API_CONNECTIONS, 16, 100_000),
            reader.whole(ServerSetting.API_READS, 1, 10_000),
            reader.whole(ServerSetting.API_WRITES, 1, 10_000)));
  }

  private static CertificateFiles certificates(SettingsReader reader) {
    Function<String, CertificateFiles> parse =
        text -> text.isEmpty() ? CertificateFiles.NONE : CertificatesJson.read(Path.of(text));
    return reader.read(ServerSetting.CERTIFICATES, parse, CertificateFiles.NONE);
  }

  private static AdsRules proxies(SettingsReader reader) {
    return new AdsRules(
        reader.whole(ServerSetting.XDS_PROXIES, 1, MOST),
        reader.duration(ServerSetting.XDS_STREAM_TIME, "0s", "24h"),
        reader.read(ServerSetting.XDS_TOKENS, ServerSettings::path, Optional.empty()));
  }

  private static Optional<Path> path(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  /// A host and a port, not looked up; empty where the setting is left out.
  private static Optional<InetSocketAddress> operators(SettingsReader reader) {
    Function<String, Optional<InetSocketAddress>> parse =
        text -> {
          if (text.isEmpty()) {
            return Optional.empty();
          }
          String expected = "a host and a port such as 127.0.0.1:9392 or [::1]:9392";
          Matcher matcher = ADDRESS.matcher(text);
          SettingsReader.check(text, matcher.matches(), expected);
          int port = Integer.parseInt(matcher.group(3));
          SettingsReader.check(port, port <= 65_535, expected);
          String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
          return Optional.of(InetSocketAddress.createUnresolved(host, port));
        };
    return reader.read(ServerSetting.OPERATORS_ADDRESS, parse, Optional.empty());
  }
}

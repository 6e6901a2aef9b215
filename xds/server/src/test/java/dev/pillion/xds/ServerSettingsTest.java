package dev.pillion.xds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.settings.AgentSetting;
import dev.pillion.mesh.settings.ServerSetting;
import dev.pillion.mesh.settings.Setting;
import dev.pillion.mesh.state.Quota;
import dev.pillion.mesh.state.Quotas;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.xds.ads.AdsRules;
import dev.pillion.xds.http.HttpLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerSettingsTest {
  private static final String BEGIN = "<!-- server settings: written from ServerSetting -->\n";
  private static final String END = "<!-- end of server settings -->";

  @Test
  void nothingMustBeGiven() {
    assertEquals(
        new ServerSettings(
            Quotas.USUAL,
            HttpLimits.DEFAULT,
            CertificateFiles.NONE,
            AdsRules.USUAL,
            Optional.empty()),
        ServerSettings.from(Map.of("PATH", "/bin")));
  }

  @Test
  void whatAnAgentOfTheSameHostReadsIsLeftToIt() {
    assertEquals(
        ServerSettings.USUAL,
        ServerSettings.from(Map.of(AgentSetting.SERVER.key(), "10.0.0.1:9391")));
  }

  @Test
  void everyQuotaIsRead() {
    var environment = new HashMap<String, String>();
    for (Quota quota : Quota.values()) {
      environment.put(quota.setting(), Integer.toString(quota.usual() + 1));
    }
    assertEquals(Quotas.of(quota -> quota.usual() + 1), ServerSettings.from(environment).quotas());
  }

  @Test
  void everyLimitIsRead() {
    var environment =
        Map.ofEntries(
            Map.entry("PILLION_API_REQUEST_LINE", "1KiB"),
            Map.entry("PILLION_API_HEADERS", "256KiB"),
            Map.entry("PILLION_API_BODY", "16MiB"),
            Map.entry("PILLION_API_BODIES", "1GiB"),
            Map.entry("PILLION_API_HEADER_TIME", "1s"),
            Map.entry("PILLION_API_BODY_TIME", "10m"),
            Map.entry("PILLION_API_ANSWER_TIME", "1500ms"),
            Map.entry("PILLION_API_IDLE_TIME", "1h"),
            Map.entry("PILLION_API_CONNECTIONS", "16"),
            Map.entry("PILLION_API_READS", "1"),
            Map.entry("PILLION_API_WRITES", "10000"),
            Map.entry("PILLION_STOP_TIME", "90s"));
    assertEquals(
        new HttpLimits(
            new HttpLimits.Sizes(1 << 10, 256 << 10, 16 << 20, 1 << 30),
            new HttpLimits.Times(
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                Duration.ofMillis(1500),
                Duration.ofHours(1),
                Duration.ofSeconds(90)),
            new HttpLimits.Counts(16, 1, 10_000)),
        ServerSettings.from(environment).limits());
  }

  @Test
  void theRulesForProxiesAreRead() {
    assertEquals(
        new AdsRules(50, Duration.ZERO, Optional.of(Path.of("/etc/tokens"))),
        ServerSettings.from(
                Map.of(
                    "PILLION_XDS_PROXIES", "50",
                    "PILLION_XDS_STREAM_TIME", "0s",
                    "PILLION_XDS_TOKENS", "/etc/tokens"))
            .proxies());
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:9392,127.0.0.1,9392", "[::1]:0,::1,0", "ops.local:65535,ops.local,65535"})
  void theOperatorsAddressIsRead(String text, String host, int port) {
    assertEquals(
        Optional.of(InetSocketAddress.createUnresolved(host, port)),
        ServerSettings.from(Map.of("PILLION_OPERATORS_ADDRESS", text)).operators());
  }

  @ParameterizedTest
  @ValueSource(strings = {"9392", ":9392", "a:", "a:65536", "::1:9392", "[a:1", "http://a:1"})
  void anAddressThatIsNoneIsRefused(String text) {
    var environment = Map.of("PILLION_OPERATORS_ADDRESS", text);
    var refused = assertThrows(MeshException.class, () -> ServerSettings.from(environment));
    assertEquals(
        "server settings: PILLION_OPERATORS_ADDRESS is '%s', expected a host and a port such as"
                .formatted(text)
            + " 127.0.0.1:9392 or [::1]:9392; docs/configuration.md lists all of them",
        refused.getMessage());
  }

  @ParameterizedTest
  @EnumSource(names = "(API_(?!ADDRESS).*|STOP_TIME)", mode = EnumSource.Mode.MATCH_ANY)
  void aLimitOutOfItsRangeIsRefusedWithTheRangeThatThePageGives(ServerSetting limit) {
    for (String wrong : List.of("0", "0s", "0KiB", "9000000", "900h", "900GiB", "-1", "x")) {
      var environment = Map.of(limit.key(), wrong);
      var refused = assertThrows(MeshException.class, () -> ServerSettings.from(environment));
      assertEquals(
          "server settings: %s is '%s', expected a %s; docs/configuration.md lists all of them"
              .formatted(limit.key(), wrong, limit.type()),
          refused.getMessage());
    }
  }

  @Test
  void allProblemsAreToldAtOnce() {
    var refused =
        assertThrows(
            MeshException.class,
            () ->
                ServerSettings.from(
                    Map.of(
                        "PILLION_QUOTA_MESHES", "many",
                        "PILLION_QUOTA_ROUTES", "-1",
                        "PILLION_QUOTA_BACKEND", "7")));
    assertEquals(
        "server settings: PILLION_QUOTA_MESHES is 'many', expected a whole number from 0 to"
            + " 1000000; PILLION_QUOTA_ROUTES is '-1', expected a whole number from 0 to 1000000;"
            + " PILLION_QUOTA_BACKEND is not a setting, did you mean PILLION_QUOTA_BACKENDS?;"
            + " docs/configuration.md lists all of them",
        refused.getMessage());
  }

  @Test
  void thePageOfSettingsIsCurrent() throws IOException {
    Path page = Path.of("../../docs/configuration.md");
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    String wanted =
        text.substring(0, begin)
            + "\n"
            + Setting.table(List.of(ServerSetting.values()))
            + "\n"
            + text.substring(end);
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(page, wanted);
      return;
    }
    assertEquals(wanted, text, "run scripts/mvn verify -pl xds/server -am -Ddocs.update=true");
  }
}

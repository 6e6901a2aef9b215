package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.settings.ServerSetting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server says that cannot start.
final class ServerCommandTest {
  private static final Pattern VARIABLE = Pattern.compile("PILLION_[A-Z_]+");

  @Test
  void outsideDevelopmentEverythingThatIsMissingIsToldAtOnce() {
    var ran = Ran.pillion("server", "--api", "0.0.0.0:9390", "--xds", "0.0.0.0:9391");
    assertEquals(2, ran.status());
    assertEquals(
        """
        pillion server: it cannot be started like this (--dev serves loopback without credentials):
          --region is missing: give the AWS region that ARNs name and clients sign for, such as us-east-1 (or set PILLION_REGION)
          --account is missing: give the AWS account id that owns the meshes, 12 digits (or set PILLION_ACCOUNT)
          --key-file is missing: give the file that seals the secrets of access keys (or set PILLION_KEY_FILE); 'pillion keys create' makes it with the first key. Or give a KMS key with --kms-key-id
          --api 0.0.0.0:9390 is not a loopback address, so it needs TLS: give --tls-cert and --tls-key; or, behind a proxy that ends TLS, --allow-plain api; or an address such as 127.0.0.1:9390
          --xds 0.0.0.0:9391 is not a loopback address, so its clients need certificates or tokens: give --xds-client-ca or set PILLION_XDS_TOKENS, with --tls-cert and --tls-key; or, on a network that you trust, --allow-plain xds; or an address such as 127.0.0.1:9391
        """,
        ran.err());
  }

  @Test
  void everyVariableThatAnOptionNamesIsASettingOfTheServers() {
    var settings = Arrays.stream(ServerSetting.values()).map(ServerSetting::key).toList();
    var named =
        Objects.requireNonNull(Pillion.command().getSubcommands().get("server"))
            .getCommandSpec()
            .options()
            .stream()
            .flatMap(option -> Arrays.stream(option.description()))
            .flatMap(text -> VARIABLE.matcher(text).results())
            .map(MatchResult::group)
            .distinct()
            .toList();
    assertTrue(named.size() > 8, named::toString);
    assertTrue(settings.containsAll(named), named::toString);
  }

  @Test
  void onLoopbackNoCertificateIsAskedFor() {
    var ran = Ran.pillion("server");
    assertEquals(2, ran.status());
    assertTrue(!ran.err().contains("--tls-cert"), ran.err());
  }

  @Test
  void plainAddressesBeyondLoopbackAreServedWhereTheyAreAskedFor() {
    var ran = Ran.pillion("server", "--api", "0.0.0.0:1", "--allow-plain", "api,xds,all");
    assertEquals(2, ran.status());
    assertTrue(ran.err().contains("--allow-plain names 'all': give api, xds or both"), ran.err());
    assertTrue(!ran.err().contains("not a loopback address"), ran.err());
  }

  @Test
  void halfACertificateIsNone(@TempDir Path data) {
    var ran =
        Ran.pillion(
            "server",
            "--dev",
            "--data",
            data.toString(),
            "--tls-cert",
            "a.crt",
            "--xds-client-ca",
            "b");
    assertEquals(2, ran.status());
    assertEquals(
        """
        pillion server: --tls-cert and --tls-key belong together: give --tls-key too
        pillion server: --xds-client-ca needs the server's own certificate: give --tls-cert and --tls-key
        """,
        ran.err());
  }

  @Test
  void aRegionThatIsNoneIsToldBeforeAnythingStarts(@TempDir Path data) {
    var ran = Ran.pillion("server", "--dev", "--data", data.toString(), "--region", "mars");
    assertEquals(2, ran.status());
    assertTrue(ran.err().contains("region 'mars': it is no AWS region's name"), ran.err());
  }

  @Test
  void aDevelopmentServerBindsLoopbackOnly(@TempDir Path data) {
    var ran = Ran.pillion("server", "--dev", "--data", data.toString(), "--api", "0.0.0.0:0");
    assertEquals(2, ran.status());
    assertTrue(ran.err().contains("--api 0.0.0.0:0 is not a loopback address"), ran.err());
    assertTrue(ran.err().contains("use 127.0.0.1"), ran.err());
  }
}

package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.xds.ServerSettings;
import dev.pillion.xds.StoreChoice;
import dev.pillion.xds.XdsConfig;
import dev.pillion.xds.XdsServer;
import dev.pillion.xds.api.Identity;
import dev.pillion.xds.auth.KeySource;
import dev.pillion.xds.auth.Security;
import dev.pillion.xds.auth.SigningScope;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeysCommandTest {
  private static final Pattern ID = Pattern.compile("AKPL[A-Z2-7]{16}");

  @TempDir private Path directory;
  private Path data;
  private Path keyFile;

  @BeforeEach
  void place() {
    data = directory.resolve("data");
    keyFile = directory.resolve("pillion.key");
  }

  @Test
  void aKeyIsMadeListedAndRevokedWhileAServerRuns() {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var security =
        new Security(
            SigningScope.of("us-east-1"),
            Optional.of(new KeySource(Optional.of(keyFile), Optional.empty())),
            Optional.empty(),
            Optional.empty());
    try (var _ =
        XdsServer.start(
            new XdsConfig(
                data,
                new StoreChoice.Sqlite(),
                any,
                any,
                Identity.DEVELOPMENT,
                security,
                ServerSettings.USUAL),
            Clock.systemUTC())) {
      var made = keys("create", "--role", "editor", "--mesh", "shop", "--note", "pipeline");
      assertEquals(0, made.status(), made.err());
      String id = id(made.out());
      assertTrue(made.out().contains("editor of shop"), made.out());
      assertTrue(made.out().contains("export AWS_ACCESS_KEY_ID=" + id), made.out());
      assertTrue(made.err().contains("key file " + keyFile + ": made"), made.err());
      var listed = keys("list");
      assertTrue(
          listed.out().matches("(?s)ACCESS KEY ID .*" + id + " +editor +shop .*pipeline\n"),
          listed.out());
      assertFalse(listed.out().contains(secret(made.out())), listed.out());
      assertEquals("revoked " + id + "\n", keys("revoke", id).out());
      assertEquals("no access keys; 'pillion keys create' makes one\n", keys("list").out());
    }
  }

  @Test
  void programsGetJson() {
    var made = keys("create", "--json");
    assertTrue(made.out().contains("\"accessKeyId\": \"" + id(made.out()) + "\""), made.out());
    assertTrue(made.out().contains("\"secretAccessKey\": \""), made.out());
    var listed = keys("list", "--json");
    assertTrue(listed.out().contains("\"role\": \"admin\""), listed.out());
    assertFalse(listed.out().contains("secret"), listed.out());
  }

  @Test
  void theFirstStartMakesOneKeyAndNoMore() {
    assertEquals(0, keys("create", "--if-none").status());
    var again = keys("create", "--if-none");
    assertEquals(0, again.status());
    assertEquals("", again.out());
    assertEquals("pillion keys: there are keys already, so none was made\n", again.err());
  }

  @Test
  void aRewrapTellsHowManyAndWhatIsNext() throws Exception {
    assertEquals(0, keys("create").status());
    String before = Files.readString(keyFile);
    assertEquals("sealed anew: 1\n", keys("rewrap").out());
    assertFalse(Files.readString(keyFile).equals(before));
    Path other = directory.resolve("other.key");
    assertEquals(
        "sealed anew: 1\nnext: start the server with PILLION_KEY_FILE=%s; then remove the old one\n"
            .formatted(other),
        keys("rewrap", "--to-key-file", other.toString()).out());
  }

  @Test
  void whatCannotBeDoneIsToldWithTheRemedyAndAStatus() {
    var missing = Ran.pillion("keys", "create", "--data", data.toString());
    assertAll(
        () -> assertEquals(2, missing.status()),
        () ->
            assertEquals(
                "access keys: nothing is given that seals their secrets; name a key file with"
                    + " PILLION_KEY_FILE or --key-file ('pillion keys create' makes it), or a KMS key"
                    + " with PILLION_KMS_KEY_ID or --kms-key-id\n",
                missing.err()));
    assertEquals(1, keys("revoke", "AKPLNONE").status());
    var role = keys("create", "--role", "owner");
    assertAll(
        () -> assertEquals(2, role.status()),
        () ->
            assertEquals(
                "role 'owner': there is no such role; give admin, editor or reader\n", role.err()));
  }

  @Test
  void everySubcommandHasHelpOfItsOwn() {
    for (String command : List.of("create", "list", "revoke", "rewrap")) {
      var ran = Ran.pillion("keys", command, "--help");
      assertAll(
          () -> assertEquals(0, ran.status()),
          () -> assertTrue(ran.out().startsWith("Usage: pillion keys " + command), ran.out()));
    }
  }

  private Ran keys(String command, String... more) {
    var arguments =
        new ArrayList<>(
            List.of("keys", command, "--data", data.toString(), "--key-file", keyFile.toString()));
    arguments.addAll(List.of(more));
    return Ran.pillion(arguments.toArray(String[]::new));
  }

  private static String id(String text) {
    var found = ID.matcher(text);
    assertTrue(found.find(), text);
    return found.group();
  }

  private static String secret(String text) {
    return text.replaceAll("(?s).*secret access key +(\\S+).*", "$1");
  }
}

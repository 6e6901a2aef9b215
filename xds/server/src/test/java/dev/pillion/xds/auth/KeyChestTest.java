package dev.pillion.xds.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.store.KeyRow;
import dev.pillion.xds.store.KeyTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyChestTest {
  @TempDir private Path directory;
  private TestKeys keys;

  @BeforeEach
  void open() {
    keys = TestKeys.in(directory);
  }

  @AfterEach
  void close() {
    keys.close();
  }

  @Test
  void aKeyHasTheShapeOfAwsOwnAndOpensWithItsRole() {
    var role = new Role.Editor(new TreeSet<>(List.of("till", "shop")));
    NewKey made = keys.chest().create(role, "pipeline");
    assertTrue(made.id().matches("AKPL[A-Z2-7]{16}"), made.id());
    assertTrue(made.secret().matches("[A-Za-z0-9]{40}"), made.secret());
    var opened = keys.keys().open(made.id()).orElseThrow();
    assertEquals(made.secret(), opened.secret());
    assertEquals(role, opened.role());
    KeyRow row = keys.chest().list().getFirst();
    assertEquals("pipeline", row.note());
    assertFalse(row.secret().contains(made.secret()), row.secret());
  }

  @Test
  void theFirstKeyMakesTheKeyFileForItsOwnerOnlyAndSaysSo() throws IOException {
    keys.chest().create(new Role.Admin(), "");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.file)));
    assertEquals(1, keys.said.size());
    assertTrue(keys.said.getFirst().contains("keep a copy"), keys.said.getFirst());
    keys.chest().create(new Role.Admin(), "");
    assertEquals(1, keys.said.size());
  }

  @Test
  void aKeyFileThatIsGoneIsNeverReplacedWhileKeysExist() throws IOException {
    keys.chest().create(new Role.Admin(), "");
    Files.delete(keys.file);
    var refused =
        assertThrows(MeshException.class, () -> keys.chest().create(new Role.Admin(), ""));
    assertEquals(
        "key file "
            + keys.file
            + ": it is not there, and the secrets of 1 access keys were sealed with it; restore it"
            + " from its copy; if it is lost, revoke those keys ('pillion keys list' shows them)"
            + " and make new ones",
        refused.getMessage());
    assertFalse(Files.exists(keys.file));
    assertThrows(MeshException.class, keys::keys);
  }

  @Test
  void aKeyFileThatEverybodyMayReadIsRefused() throws IOException {
    keys.chest().create(new Role.Admin(), "");
    Files.setPosixFilePermissions(keys.file, PosixFilePermissions.fromString("rw-r--r--"));
    var refused = assertThrows(MeshException.class, keys::keys);
    assertTrue(
        String.valueOf(refused.getMessage()).endsWith("run: chmod 600 " + keys.file),
        refused.getMessage());
  }

  @Test
  void aServerThatStartsBeforeTheFirstKeyLetsItInOnceItIsMade() {
    AccessKeys early = keys.keys();
    assertTrue(early.isEmpty());
    NewKey made = keys.chest().create(new Role.Admin(), "");
    assertEquals(made.secret(), early.open(made.id()).orElseThrow().secret());
  }

  @Test
  void theFirstIsMadeOnlyOnce() {
    assertTrue(keys.chest().createFirst(new Role.Admin(), "").isPresent());
    assertTrue(keys.chest().createFirst(new Role.Admin(), "").isEmpty());
    assertEquals(1, keys.chest().list().size());
  }

  @Test
  void revokingWhatIsNotThereIsTold() {
    var refused = assertThrows(MeshException.class, () -> keys.chest().revoke("AKPLNONE"));
    assertEquals(MeshException.Code.NOT_FOUND, refused.code());
    assertEquals(
        "access key AKPLNONE: there is none of that id; see 'pillion keys list'",
        refused.getMessage());
  }

  @Test
  void aSecretThatWasMovedToAnotherKeyDoesNotOpen() {
    NewKey one = keys.chest().create(new Role.Admin(), "");
    NewKey other = keys.chest().create(new Role.Reader(), "");
    KeyRow row = keys.table.find(one.id()).orElseThrow();
    KeyRow target = keys.table.find(other.id()).orElseThrow();
    assertTrue(keys.table.replace(target.sealed(row.secret()), target.secret()));
    assertThrows(MeshException.class, () -> keys.keys().open(other.id()));
  }

  @Test
  void aRewrapSealsEverySecretWithANewKeyAndARunningServerFollows() throws IOException {
    Map<String, String> secrets = make(3);
    AccessKeys server = keys.keys();
    assertOpens(server, secrets);
    String before = Files.readString(keys.file);
    List<String> sealed = keys.table.list().stream().map(KeyRow::secret).toList();
    assertEquals(3, keys.chest().rewrap());
    assertNotEquals(before, Files.readString(keys.file));
    assertEquals(1, new KeyFile(keys.file).read().size());
    keys.table.list().forEach(row -> assertFalse(sealed.contains(row.secret())));
    assertOpens(server, secrets);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aRewrapThatIsStoppedAnywhereLosesNothingAndCanBeRunAgain(int replacements) {
    Map<String, String> secrets = make(4);
    AccessKeys server = keys.keys();
    var chest = chest(StoppingTable.after(replacements, keys.table));
    assertThrows(StoppingTable.Stopped.class, chest::rewrap);
    assertOpens(server, secrets);
    assertOpens(keys.keys(), secrets);
    assertEquals(4, keys.chest().rewrap());
    assertEquals(1, new KeyFile(keys.file).read().size());
    assertOpens(server, secrets);
    assertOpens(keys.keys(), secrets);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aMoveToAnotherFileThatIsStoppedAnywhereLosesNothingAndCanBeRunAgain(int replacements) {
    Map<String, String> secrets = make(4);
    AccessKeys server = keys.keys();
    Path other = directory.resolve("other/pillion.key");
    var chest = chest(StoppingTable.after(replacements, keys.table));
    assertThrows(StoppingTable.Stopped.class, () -> chest.rewrapTo(other));
    assertOpens(server, secrets);
    assertEquals(4, keys.chest().rewrapTo(other));
    assertOpens(server, secrets);
    var moved = new KeySource(Optional.of(other), Optional.empty());
    assertOpens(AccessKeys.of(keys.table, moved), secrets);
    assertEquals(1, new KeyFile(other).read().size());
  }

  @Test
  void aKeyThatIsRevokedDuringARewrapStaysRevoked() {
    NewKey made = keys.chest().create(new Role.Admin(), "");
    KeyRow row = keys.table.find(made.id()).orElseThrow();
    keys.chest().revoke(made.id());
    assertFalse(keys.table.replace(row.sealed("anew"), row.secret()));
    assertTrue(keys.table.find(made.id()).isEmpty());
  }

  private Map<String, String> make(int count) {
    var secrets = new TreeMap<String, String>();
    IntStream.range(0, count)
        .mapToObj(_ -> keys.chest().create(new Role.Admin(), ""))
        .forEach(key -> secrets.put(key.id(), key.secret()));
    return secrets;
  }

  private KeyChest chest(KeyTable table) {
    return new KeyChest(table, keys.source, InstantSource.fixed(TestKeys.NOW), _ -> {});
  }

  private static void assertOpens(AccessKeys server, Map<String, String> secrets) {
    secrets.forEach(
        (id, secret) -> assertEquals(secret, server.open(id).orElseThrow().secret(), id));
  }
}

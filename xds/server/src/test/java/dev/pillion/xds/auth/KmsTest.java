package dev.pillion.xds.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;

/// Secrets sealed by AWS KMS, as moto has it.
final class KmsTest {
  private static Moto moto;
  private static String kmsKey;

  @TempDir private Path directory;
  private TestKeys keys;

  @BeforeAll
  static void start() throws IOException {
    moto = Moto.start();
    settings(moto).forEach(System::setProperty);
    try (var kms =
        KmsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build()) {
      kmsKey = kms.createKey().keyMetadata().keyId();
    }
  }

  @AfterAll
  static void stop() {
    settings(moto).keySet().forEach(System::clearProperty);
    moto.close();
  }

  private static Map<String, String> settings(Moto moto) {
    return Map.of(
        "aws.region", "eu-central-1",
        "aws.accessKeyId", "test",
        "aws.secretAccessKey", "test",
        "aws.endpointUrlKms", moto.endpoint().toString());
  }

  @BeforeEach
  void open() {
    keys = TestKeys.in(directory);
  }

  @AfterEach
  void close() {
    keys.close();
  }

  @Test
  void aSecretIsSealedWithADataKeyOfKmsAndOpenedWithIt() {
    var source = new KeySource(Optional.empty(), Optional.of(kmsKey));
    NewKey made = chest(source).create(new Role.Admin(), "");
    assertTrue(keys.table.list().getFirst().secret().startsWith("kms:"));
    assertEquals(made.secret(), open(source, made));
  }

  @Test
  void aRewrapMovesFromAFileToKmsAndBack() {
    NewKey made = keys.chest().create(new Role.Admin(), "");
    var both = new KeySource(Optional.of(keys.file), Optional.of(kmsKey));
    assertEquals(made.secret(), open(both, made));
    assertEquals(1, chest(both).rewrap());
    var kms = new KeySource(Optional.empty(), Optional.of(kmsKey));
    assertEquals(made.secret(), open(kms, made));
    Path back = directory.resolve("back.key");
    assertEquals(1, chest(kms).rewrapTo(back));
    assertEquals(made.secret(), open(new KeySource(Optional.of(back), Optional.empty()), made));
  }

  @Test
  void aKmsKeyThatIsNotThereIsToldWithTheRemedy() {
    var source =
        new KeySource(Optional.empty(), Optional.of("00000000-0000-0000-0000-000000000000"));
    var refused =
        assertThrows(MeshException.class, () -> chest(source).create(new Role.Admin(), ""));
    assertEquals(MeshException.Code.UNAVAILABLE, refused.code());
    assertTrue(
        String.valueOf(refused.getMessage()).contains("kms:GenerateDataKey"), refused.getMessage());
  }

  @Test
  void aSecretOfKmsIsNotOpenedWithoutIt() {
    var source = new KeySource(Optional.empty(), Optional.of(kmsKey));
    NewKey made = chest(source).create(new Role.Admin(), "");
    new KeyFile(keys.file).create();
    var refused = assertThrows(MeshException.class, () -> open(keys.source, made));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("set PILLION_KMS_KEY_ID"),
        refused.getMessage());
  }

  private String open(KeySource source, NewKey key) {
    return AccessKeys.of(keys.table, source).open(key.id()).orElseThrow().secret();
  }

  private KeyChest chest(KeySource source) {
    return new KeyChest(keys.table, source, InstantSource.fixed(TestKeys.NOW), _ -> {});
  }
}

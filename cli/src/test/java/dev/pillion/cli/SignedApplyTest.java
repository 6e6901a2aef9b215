package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.xds.auth.KeySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `pillion apply` at a server outside development: by TLS, and signed with an access key of a
/// profile.
@Timeout(120)
final class SignedApplyTest {
  private static final String PROPERTY = "aws.sharedCredentialsFile";
  private static final Pattern ID = Pattern.compile("AWS_ACCESS_KEY_ID=(\\S+)");
  private static final Pattern SECRET = Pattern.compile("AWS_SECRET_ACCESS_KEY=(\\S+)");

  // Names whose path is not signed as it is sent.
  private static final String TEMPLATE =
      """
      Resources:
        Mesh: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: signed}}
        Service:
          Type: AWS::AppMesh::VirtualService
          Properties: {MeshName: !GetAtt Mesh.MeshName, VirtualServiceName: "a b/c:d*~é", Spec: {}}
      """;

  @TempDir private Path folder;
  private Path keyFile;
  private Path template;
  private TlsServer server;

  @BeforeEach
  void start() throws Exception {
    keyFile = folder.resolve("pillion.key");
    template = Files.writeString(folder.resolve("mesh.yaml"), TEMPLATE);
    server =
        new TlsServer(
            folder.resolve("server"),
            Optional.of(new KeySource(Optional.of(keyFile), Optional.empty())));
    String admin = profile("admin", create("--role", "admin"));
    String reader = profile("reader", create("--role", "reader"));
    String forged =
        admin.replace("[admin]", "[forged]").replaceFirst("(?m)(secret.* = ).*$", "$1x");
    Path file = Files.writeString(folder.resolve("credentials"), admin + reader + forged);
    System.setProperty(PROPERTY, file.toString());
  }

  @AfterEach
  void stop() {
    System.clearProperty(PROPERTY);
    server.close();
  }

  private String create(String... more) {
    var arguments = new ArrayList<>(List.of("keys", "create", "--key-file", keyFile.toString()));
    arguments.addAll(List.of("--data", folder.resolve("server/data").toString()));
    arguments.addAll(List.of(more));
    var ran = Ran.pillion(arguments.toArray(String[]::new));
    assertEquals(0, ran.status(), ran.err());
    return ran.out();
  }

  private static String profile(String name, String created) {
    return "[%s]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
        .formatted(name, found(ID, created), found(SECRET, created));
  }

  private static String found(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    assertTrue(matcher.find(), text);
    return matcher.group(1);
  }

  private Ran apply(String profile, String... more) {
    var arguments = new ArrayList<>(List.of("apply", template.toString(), "--profile", profile));
    arguments.addAll(List.of("--endpoint", server.api().toString(), "--region", "us-east-1"));
    arguments.addAll(List.of("--ca", server.certificate().toString()));
    arguments.addAll(List.of(more));
    return Ran.pillion(arguments.toArray(String[]::new));
  }

  @Test
  void anAdminsKeyAppliesAndASecondTimeChangesNothing() {
    var first = apply("admin");
    assertEquals(0, first.status(), first.err());
    assertTrue(first.out().endsWith("applied 2 of 2\n"), first.out());
    var second = apply("admin");
    assertTrue(second.out().endsWith("nothing to change\n"), second.out() + second.err());
  }

  @Test
  void whatAReaderMayNotWriteIsToldAndNothingIsThere() {
    var refused = apply("reader");
    assertEquals(1, refused.status(), refused.err());
    assertTrue(refused.err().contains("applied 0 of 2"), refused.err());
    assertTrue(apply("admin", "--dry-run").out().startsWith("plan: 2 to create"));
  }

  @Test
  void aSecretThatIsNotTheKeysIsToldBeforeAnyPlan() {
    var refused = apply("forged");
    assertEquals(1, refused.status(), refused.err());
    assertTrue(refused.err().contains("InvalidSignatureException"), refused.err());
    assertEquals("", refused.out());
  }

  @Test
  void aProfileThatIsNotThereIsToldWithTheRemedy() {
    var refused = apply("nobody");
    assertEquals(2, refused.status());
    assertTrue(refused.err().contains("aws configure --profile nobody"), refused.err());
  }
}

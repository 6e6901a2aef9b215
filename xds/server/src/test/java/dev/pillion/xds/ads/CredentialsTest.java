package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.xds.auth.TestCertificate;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may be which proxy: App Mesh's codes 7 and 16.
final class CredentialsTest {
  private static final ProxyGroup FRONT = ProxyGroup.virtualNode("shop", "front");

  @TempDir private Path directory;
  private Path file;
  private Doorkeeper doorkeeper;

  @BeforeEach
  void tokens() throws Exception {
    file = directory.resolve("tokens");
    write("# the shop's\n\n" + line("a", "mesh/shop") + line("b", "mesh/shop/virtualNode/cart"));
    doorkeeper = Doorkeeper.of(Optional.of(file));
  }

  @Test
  void aTokenForTheMeshOrTheGroupLetsTheProxyIn() {
    assertEquals(Optional.empty(), doorkeeper.refuses(showing("a"), FRONT));
    var cart = ProxyGroup.virtualNode("shop", "cart");
    assertEquals(Optional.empty(), doorkeeper.refuses(showing("b"), cart));
  }

  @Test
  void aTokenForAnotherProxyIsCode7WithTheRemedy() {
    var refused = doorkeeper.refuses(showing("b"), FRONT).orElseThrow();
    assertEquals(7, refused.status().getCode().value());
    assertEquals(
        "mesh/shop/virtualNode/front: its token is for mesh/shop/virtualNode/cart; give the proxy"
            + " a token for mesh/shop/virtualNode/front, or correct its node.id",
        refused.problem());
    var other = ProxyGroup.virtualNode("other", "front");
    assertEquals(Code.PERMISSION_DENIED, code(showing("a"), other));
  }

  @Test
  void noTokenAndAnUnknownTokenAreCode16WithTheRemedy() {
    var none = doorkeeper.refuses(plain(), FRONT).orElseThrow();
    assertEquals(16, none.status().getCode().value());
    assertTrue(none.problem().contains("set PILLION_XDS_TOKEN where its Envoy runs"));
    var unknown = doorkeeper.refuses(showing("c"), FRONT).orElseThrow();
    assertEquals(16, unknown.status().getCode().value());
    assertTrue(unknown.problem().contains("the token is not one of this server's"));
  }

  @Test
  void anAgentIsBelievedWhereItShowsATokenForEverything() throws Exception {
    write(line("all", "*") + line("a", "mesh/shop"));
    var claim = new Claim(FRONT.toString(), "task");
    var agent = new Caller(claim, Optional.of("all"), Optional.empty());
    assertEquals(Optional.empty(), doorkeeper.refuses(agent, FRONT));
    var posing = new Caller(claim, Optional.empty(), Optional.empty());
    assertEquals(
        "mesh/shop/virtualNode/front: the agent that forwards it showed no token; set"
            + " PILLION_XDS_TOKEN_FILE where the agent runs to one for '*'",
        doorkeeper.refuses(posing, FRONT).orElseThrow().problem());
    var proxy = new Caller(claim, Optional.of("a"), Optional.empty());
    assertEquals(Code.UNAUTHENTICATED, code(proxy, FRONT));
  }

  @Test
  void withoutTokensNobodyIsAsked() {
    var open = Doorkeeper.of(Optional.empty());
    assertEquals(Optional.empty(), open.refuses(plain(), FRONT));
  }

  @Test
  void aCertificateThatNamesAProxyIsForThatProxyOnly() throws Exception {
    var front =
        TestCertificate.make(
            directory, "front", "EC", "uri:spiffe://example.com/mesh/shop/virtualNode/front");
    assertEquals(Optional.empty(), doorkeeper.refuses(holding(front), FRONT));
    var cart = ProxyGroup.virtualNode("shop", "cart");
    assertEquals(Code.PERMISSION_DENIED, code(holding(front), cart));
  }

  @Test
  void aCertificateThatNamesNoProxyIsForAll() throws Exception {
    var any = TestCertificate.make(directory, "any", "EC");
    assertEquals(Optional.empty(), doorkeeper.refuses(holding(any), FRONT));
  }

  @Test
  void theFileIsFollowedAndOneThatCannotBeUsedLeavesTheOldTokensInForce() throws Exception {
    write(line("c", "*") + line("d", "*"));
    assertEquals(Optional.empty(), doorkeeper.refuses(showing("c"), FRONT));
    assertEquals(Code.UNAUTHENTICATED, code(showing("a"), FRONT));
    write("nonsense");
    assertEquals(Optional.empty(), doorkeeper.refuses(showing("d"), FRONT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret mesh/shop", "sha256:00 mesh/shop", "sha256:%s shop"})
  void aLineThatIsNotUnderstoodIsNamedAtTheStart(String form) throws Exception {
    write("# first\n" + form.formatted("0".repeat(64)));
    var refused = assertThrows(MeshException.class, () -> Doorkeeper.of(Optional.of(file)));
    assertEquals(
        "file of proxies' tokens "
            + file
            + ": line 2 is not understood; write lines of the form 'sha256:<64 hexadecimal digits>"
            + " mesh/<mesh>[/virtualNode/<name>]' and let the server's user read it",
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "mesh/shop, true",
    "mesh/shop/virtualNode/front, true",
    "mesh/sho, false",
    "mesh/shop/virtualNode/fron, false",
    "mesh/shop/virtualGateway/front, false"
  })
  void aScopeCovers(String scope, boolean covers) {
    assertEquals(covers, Scope.parse(scope).orElseThrow().covers(FRONT));
  }

  private Code code(Caller caller, ProxyGroup group) {
    return doorkeeper.refuses(caller, group).orElseThrow().status().getCode();
  }

  private static Caller plain() {
    return new Caller(Claim.NONE, Optional.empty(), Optional.empty());
  }

  private static Caller showing(String token) {
    return new Caller(Claim.NONE, Optional.of(token), Optional.empty());
  }

  private static Caller holding(TestCertificate certificate) {
    return new Caller(Claim.NONE, Optional.empty(), Optional.of(certificate.certificate()));
  }

  private static String line(String token, String scope) throws NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    byte[] hash = digest.digest(token.getBytes(StandardCharsets.UTF_8));
    return "sha256:%s %s\n".formatted(HexFormat.of().formatHex(hash), scope);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }
}

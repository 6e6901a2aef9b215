package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.rig.Wait;
import dev.pillion.traffic.app.Authority;
import dev.pillion.traffic.app.Authority.Signed;
import dev.pillion.traffic.app.Behaviour;
import dev.pillion.traffic.app.Call;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.app.Tls;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Sidecar;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// TLS between Envoys: callers outside ask a gateway, which asks `yellow`, whose certificate one
/// authority has signed, or `white` and `green`, whose authorities differ.
final class TlsTest {
  private static final String YELLOW = "cluster.cds_egress_tls_yellow_http_9080.ssl.";

  private static Stage stage;
  private static Host outside;
  private static Host gateway;
  private static Host yellow;
  private static Sidecar gatewayEnvoy;
  private static Sidecar yellowEnvoy;
  private static Authority first;
  private static Authority second;
  private static Signed yellowSigned;
  private static Signed gatewaySigned;

  @BeforeAll
  static void open() throws IOException {
    stage = Stage.open("tls");
    outside = stage.host("outside");
    gateway = stage.host("gateway");
    yellow = stage.host("yellow");
    first = Authority.make(stage.folder(), "first");
    second = Authority.make(stage.folder(), "second");
    yellowSigned = first.sign("yellow", "yellow.local");
    gatewaySigned = first.sign("gateway", "gateway.local");
    Path both = stage.folder().resolve("both.pem");
    Files.writeString(
        both, Files.readString(first.certificate()) + Files.readString(second.certificate()));
    HttpApp.on(yellow, 9080, Behaviour.says("yellow"));
    var white = color("white", first);
    var green = color("green", second);
    plainMesh();
    stage
        .mesh()
        .router("colors", Specs.router("http", 80))
        .service("colors.local", Specs.byRouter("colors"))
        .route("colors", "all", Specs.prefix("/", Specs.targets("white", 1, "green", 1)))
        .gatewayRoute("gateway", "colors", Specs.gatewayRoute("/colors", "colors.local"));
    stage.all(
        List.of(
            () -> stage.gateway("gateway", gateway),
            () -> stage.node("yellow", yellow, 9080),
            () -> stage.node("white", white, 9080),
            () -> stage.node("green", green, 9080)));
    gatewayEnvoy = stage.envoy("gateway");
    yellowEnvoy = stage.envoy("yellow");
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @BeforeEach
  void plain() {
    plainMesh();
    Sample.await("yellow", call("/yellow"));
    Sample.await("yellow", direct());
  }

  @Test
  @Rule(54)
  void rule54CallersUseTlsByThemselves() {
    yellow("STRICT", "");
    awaitReset();
    // Connections from before are used on.
    Wait.until(
        "an answer over TLS",
        Sample.LIMIT,
        () ->
            Sample.brief(call("/yellow")).equals("yellow")
                && gatewayEnvoy.admin().sum(YELLOW + "handshake") > 0);
    assertTrue(
        yellowEnvoy.admin().sum("listener\\.0\\.0\\.0\\.0_15000\\.ssl\\.no_certificate") > 0);
  }

  @Test
  @Rule(55)
  void rule55APolicyLooksAtTheNamesInTheCertificate() {
    yellow("STRICT", "");
    awaitReset();
    gateway(policy(first.certificate(), "other.local", ""));
    Sample.await("503", call("/yellow"));
    assertTrue(gatewayEnvoy.admin().sum(YELLOW + "fail_verify_san") > 0);
    gateway(policy(first.certificate(), "yellow.local", ""));
    Sample.await("yellow", call("/yellow"));
  }

  @Test
  @Rule(56)
  void rule56AListenerThatValidatesWantsACertificate() {
    yellow("STRICT", validation());
    gateway(policy(first.certificate(), "yellow.local", ""));
    Sample.await("503", call("/yellow"));
    gateway(policy(first.certificate(), "yellow.local", certificate(gatewaySigned)));
    Sample.await("yellow", call("/yellow"));
  }

  @Test
  @Rule(57)
  void rule57APolicyTrustsTheAuthoritiesInItsFile() {
    Sample.await("white", call("/colors"));
    Sample.await("green", call("/colors"));
    gateway(policy(first.certificate(), "", ""));
    Sample.await("503", call("/colors"));
    var half = Sample.of(60, call("/colors"));
    assertEquals(List.of("503", "white"), half.keySet().stream().sorted().toList());
    gateway(policy(stage.folder().resolve("both.pem"), "", ""));
    Sample.await("green", call("/colors"));
    assertTrue(!Sample.of(60, call("/colors")).containsKey("503"));
  }

  @Test
  @Rule(58)
  void rule58AModeSaysWhetherPlainCallsAreTaken() {
    yellow("STRICT", "");
    awaitReset();
    assertEquals("yellow", overTls());
    yellow("PERMISSIVE", "");
    Sample.await("yellow", direct());
    assertEquals("yellow", overTls());
    yellow("DISABLED", "");
    Sample.await("no answer", TlsTest::overTls);
    assertEquals("yellow", Sample.brief(direct()));
  }

  @Test
  @Rule(59)
  void rule59ACertificateThatIsReplacedIsShownWithoutARestart() throws IOException {
    yellow("STRICT", "");
    awaitReset();
    String old = certificate();
    Signed renewed = first.sign("renewed", "yellow.local");
    Files.move(renewed.chain(), yellowSigned.chain(), StandardCopyOption.ATOMIC_MOVE);
    Files.move(renewed.key(), yellowSigned.key(), StandardCopyOption.ATOMIC_MOVE);
    Wait.until("the new certificate", Sample.LIMIT, () -> certificate().contains("CN=renewed"));
    assertTrue(old.contains("CN=yellow"), old);
    assertEquals("yellow", Sample.brief(call("/yellow")));
  }

  /// A host whose virtual node is strict and shows a certificate of the authority.
  private static Host color(String name, Authority authority) {
    Host host = stage.host(name);
    HttpApp.on(host, 9080, Behaviour.says(name));
    Signed signed = authority.sign(name, name + ".local");
    stage.mesh().mesh("{}").node(name, node(name, tls("STRICT", signed, "")));
    return host;
  }

  private static void plainMesh() {
    stage
        .mesh()
        .mesh("{}")
        .node("yellow", Specs.node("http", 9080, "yellow.local"))
        .service("yellow.local", Specs.byNode("yellow"))
        .gateway("gateway", Specs.router("http", 9080))
        .gatewayRoute("gateway", "yellow", Specs.gatewayRoute("/yellow", "yellow.local"));
  }

  private static void yellow(String mode, String validation) {
    stage.mesh().node("yellow", node("yellow", tls(mode, yellowSigned, validation)));
  }

  private static void gateway(String policy) {
    stage
        .mesh()
        .gateway(
            "gateway",
            "{listeners: [%s], backendDefaults: {clientPolicy: {tls: {%s}}}}"
                .formatted(Specs.listener("http", 9080), policy));
  }

  private static String node(String name, String tls) {
    return """
    {listeners: [{portMapping: {port: 9080, protocol: 'http'}, tls: {%s}}],
     serviceDiscovery: {dns: {hostname: '%s.local'}}}
    """
        .formatted(tls, name);
  }

  private static String tls(String mode, Signed signed, String validation) {
    return "mode: '%s', %s%s".formatted(mode, certificate(signed), validation);
  }

  private static String validation() {
    return ", validation: {trust: {file: {certificateChain: '%s'}}%s}"
        .formatted(first.certificate(), names("gateway.local"));
  }

  private static String policy(Path trust, String name, String certificate) {
    return "validation: {trust: {file: {certificateChain: '%s'}}%s}%s"
        .formatted(
            trust,
            name.isEmpty() ? "" : names(name),
            certificate.isEmpty() ? "" : ", " + certificate);
  }

  private static String names(String name) {
    return ", subjectAlternativeNames: {match: {exact: ['%s']}}".formatted(name);
  }

  private static String certificate(Signed signed) {
    return "certificate: {file: {certificateChain: '%s', privateKey: '%s'}}"
        .formatted(signed.chain(), signed.key());
  }

  private static Call call(String path) {
    return Stage.get(outside, "http://gateway:9080" + path).at(gateway.ipv4());
  }

  private static Call direct() {
    return Stage.get(outside, "http://yellow.local:9080/").at(yellow.ipv4());
  }

  private static void awaitReset() {
    Sample.await("no answer", direct());
  }

  private static String overTls() {
    try {
      return Tls.get(outside, at(), "yellow.local", Tls.trusting(first));
    } catch (IOException _) {
      return "no answer";
    }
  }

  /// The subject of the certificate that `yellow` shows.
  private static String certificate() {
    try {
      return Tls.subject(outside, at(), "yellow.local", Tls.trusting(first));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static InetSocketAddress at() {
    return new InetSocketAddress(yellow.ipv4(), 9080);
  }
}

package dev.pillion.clients.stacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.xds.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The scripts that hosts of the stacks run, as the stacks fill them in, on a host in a container:
/// with scripts/install.sh, the units and the set-up of the packages as they are.
final class UserDataTest {
  private static final String SECRETS = "etc/pillion/secrets/";
  private static final String DOCKER_HOST = "DOCKER_HOST=unix:///run/pillion/docker.sock";
  private static Stacks stacks;
  private static Path work;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Files.createDirectories(Path.of("target"));
    work = Files.createTempDirectory(Path.of("target"), "user-data");
    stacks = Stacks.start(work);
  }

  @AfterAll
  static void stop() {
    stacks.close();
  }

  @Test
  void aServerIsInstalledStartedAndWaitedForAndASecondTimeChangesNothing() throws Exception {
    JsonNode stack = stacks.create("control-plane");
    String script = stack.at("/scripts/userData").asText();
    var scripts = new LinkedHashMap<String, String>();
    scripts.put(
        "damaged", script.replaceFirst("\nPACKAGE_SHA256='.", "\nPACKAGE_SHA256='0-not-this"));
    scripts.put("first", script);
    scripts.put("second", script);
    String instance = stack.at("/targets/0").asText();
    assertFalse(instance.isEmpty(), "no instance is behind the load balancer");
    var ran = Host.run(work.resolve("server"), stacks.endpoint(), instance, scripts);

    Host.Ran damaged = Objects.requireNonNull(ran.get("damaged"));
    assertEquals(1, damaged.status(), damaged.log());
    assertEquals(List.of(signal("control-plane", "Servers", instance, "FAILURE")), damaged.calls());

    Host.Ran first = Objects.requireNonNull(ran.get("first"));
    assertEquals(0, first.status(), first.log());
    Map<String, String> settings = first.settings("server");
    assertEquals("dynamodb:" + table(stack), settings.get("PILLION_STORE"));
    assertEquals("20s", settings.get("PILLION_STOP_TIME"));
    assertEquals("0.0.0.0:9391", settings.get("PILLION_XDS_ADDRESS"));
    // As the server itself reads them: all known, all of their form.
    ServerSettings.from(settings);
    assertTrue(first.file(SECRETS + "tls.crt").startsWith("-----BEGIN CERTIFICATE"));
    assertEquals("the key\n", first.file(SECRETS + "tls.key"));
    assertEquals("sha256:00 *\n", first.file(SECRETS + "xds.tokens"));
    assertTrue(
        first.modes().contains("640 root:pillion /" + SECRETS + "tls.key"),
        first.modes()::toString);
    assertTrue(
        first
            .file("opt/aws/amazon-cloudwatch-agent/etc/pillion.json")
            .contains("\"log_group_name\": \"/pillion/control-plane/server\""));
    assertOrder(
        first.calls(),
        "systemctl enable --now pillion-secrets.timer",
        "dnf -y install amazon-cloudwatch-agent",
        "systemctl enable --now pillion-log",
        "systemctl enable --now pillion-server",
        signal("control-plane", "Servers", instance, "SUCCESS"));

    Host.Ran second = Objects.requireNonNull(ran.get("second"));
    assertEquals(0, second.status(), second.log());
    assertEquals(settings, second.settings("server"));
    assertTrue(second.log().contains("pillion-1.tar.gz is installed"), second.log());
    assertEquals(
        settings.size(),
        second.file("etc/pillion/server.env").lines().filter(s -> !s.startsWith("#")).count());
  }

  @Test
  void aHostIsMeshedBeforeEcsStartsAndOneThatRunsComesToTheGateAndBack() throws Exception {
    JsonNode stack = stacks.create("ecs-hosts");
    String userData = stack.at("/scripts/userData").asText();
    String command = stack.at("/scripts/command").asText();
    String instance = "i-0123456789abcdef0";
    var scripts = new LinkedHashMap<String, String>();
    scripts.put("boot", userData);
    scripts.put("gate", command.replace("\nMODE='events'", "\nMODE='gate'"));
    scripts.put("again", scripts.get("gate"));
    scripts.put("events", command);
    var ran = Host.run(work.resolve("host"), stacks.endpoint(), instance, scripts);

    Host.Ran boot = Objects.requireNonNull(ran.get("boot"));
    assertEquals(0, boot.status(), boot.log());
    assertEquals(
        Map.of(
            "PILLION_SERVER", "mesh.example.com:9391",
            "PILLION_XDS_TOKEN_FILE", "/etc/pillion/secrets/xds.token",
            "PILLION_XDS_CA", "/etc/pillion/secrets/ca.pem"),
        boot.settings("agent"));
    assertEquals("a-token-of-an-agent\n", boot.file(SECRETS + "xds.token"));
    assertTrue(boot.modes().contains("600 root:root /" + SECRETS + "xds.token"));
    assertEquals("ECS_CLUSTER=shop\n", boot.file("etc/ecs/ecs.config"));
    assertOrder(
        boot.calls(),
        "systemctl start pillion-agent",
        signal("ecs-hosts", "Group", instance, "SUCCESS"));
    // It would wait for the end of user data, and user data for it.
    assertFalse(boot.calls().contains("systemctl restart ecs"), boot.calls()::toString);

    Host.Ran gate = Objects.requireNonNull(ran.get("gate"));
    assertEquals(0, gate.status(), gate.log());
    assertEquals("on", gate.settings("agent").get("PILLION_GATE"));
    assertEquals("ECS_CLUSTER=shop\n" + DOCKER_HOST + "\n", gate.file("etc/ecs/ecs.config"));
    assertOrder(
        gate.calls(),
        "systemctl enable --now pillion-docker.socket",
        "systemctl start pillion-agent",
        "systemctl restart ecs");

    Host.Ran again = Objects.requireNonNull(ran.get("again"));
    assertEquals(0, again.status(), again.log());
    assertTrue(
        again.calls().stream().noneMatch(call -> call.matches("systemctl (re)?start .*")),
        again.calls()::toString);

    Host.Ran events = Objects.requireNonNull(ran.get("events"));
    assertEquals(0, events.status(), events.log());
    assertFalse(events.settings("agent").containsKey("PILLION_GATE"));
    assertEquals("ECS_CLUSTER=shop\n", events.file("etc/ecs/ecs.config"));
    // ECS leaves the gate before it closes.
    assertOrder(events.calls(), "systemctl restart ecs", "systemctl restart pillion-agent");
  }

  private static String table(JsonNode stack) {
    return stack.at("/outputs/Store").asText().substring("dynamodb:".length());
  }

  private static String signal(String stack, String resource, String instance, String status) {
    return "aws cloudformation signal-resource --stack-name %s --logical-resource-id %s --unique-id %s --status %s"
        .formatted(stack, resource, instance, status);
  }

  private static void assertOrder(List<String> calls, String... wanted) {
    assertEquals(
        List.of(wanted),
        calls.stream().filter(List.of(wanted)::contains).toList(),
        calls::toString);
  }
}

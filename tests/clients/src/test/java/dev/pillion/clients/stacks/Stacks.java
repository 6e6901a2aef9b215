package dev.pillion.clients.stacks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pillion.localecs.Moto;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An AWS of moto's with what the templates' parameters name, in which stacks are made.
final class Stacks implements AutoCloseable {
  static final Path TEMPLATES = Path.of("../../cloudformation");
  static final Path PYTHON = Moto.pythonHome(System.getenv("PILLION_PYTHON_HOME"));

  private static final Path SCRIPTS = Path.of("src/test/resources/stacks");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "a-token-of-an-agent";
  private static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";

  private final Moto moto;
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;
  private final HostPackage hostPackage;
  private final JsonNode account;

  private Stacks(Moto moto, Process process, HostPackage hostPackage) throws IOException {
    this.moto = moto;
    this.process = process;
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.hostPackage = hostPackage;
    this.account =
        ask(
            "prepare",
            Map.of(
                "files",
                Map.of(
                    "pillion-1.tar.gz", hostPackage.file().toString(),
                    "install.sh", HostPackage.INSTALLER.toString()),
                "secrets",
                Map.of(
                    "certificate", PEM, "key", "the key", "tokens", "sha256:00 *", "token", TOKEN),
                "roles",
                List.of("fleet")));
  }

  static Stacks start(Path work) throws IOException, InterruptedException {
    Files.createDirectories(work);
    var hostPackage = HostPackage.in(work);
    var moto = Moto.start(PYTHON, work.resolve("moto.log"));
    try {
      var builder =
          new ProcessBuilder(
                  PYTHON.resolve("bin/python").toString(), SCRIPTS.resolve("stacks.py").toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder
          .environment()
          .putAll(
              Map.of(
                  "AWS_ENDPOINT_URL", moto.endpoint().toString(),
                  "AWS_ACCESS_KEY_ID", "any",
                  "AWS_SECRET_ACCESS_KEY", "any",
                  "AWS_DEFAULT_REGION", "us-east-1"));
      return new Stacks(moto, builder.start(), hostPackage);
    } catch (IOException | RuntimeException e) {
      moto.close();
      throw e;
    }
  }

  /// What each template's stack is made with, by the template's name.
  Map<String, Map<String, String>> parameters() {
    Map<String, String> installed =
        Map.of(
            "Package",
            "s3://packages/pillion-1.tar.gz",
            "PackageSha256",
            hostPackage.sha256(),
            "Installer",
            "s3://packages/install.sh",
            "InstallerSha256",
            HostPackage.sha256(HostPackage.INSTALLER));
    Map<String, String> network = Map.of("VpcId", text("/vpc"), "SubnetIds", text("/subnets"));
    String image = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
    return Map.of(
        "control-plane",
        all(
            installed,
            network,
            Map.of(
                "DomainName", "mesh.example.com",
                "HostedZoneId", text("/zone"),
                "CertificateSecretArn", secret("certificate"),
                "KeySecretArn", secret("key"),
                "TokensSecretArn", secret("tokens"),
                "MoreSettings", "PILLION_STOP_TIME=20s PILLION_QUOTA_MESHES=7")),
        "ecs-hosts",
        all(
            installed,
            network,
            Map.of(
                "XdsAddress", "mesh.example.com:9391",
                "TokenSecretArn", secret("token"),
                "AuthoritySecretArn", secret("certificate"),
                "ImageId", image,
                "ClusterName", "shop",
                "NewCluster", "yes",
                "TargetTag", "aws:autoscaling:groupName",
                "TargetValue", "old-hosts",
                "ExistingRoleName", "fleet")),
        "agent-daemon",
        Map.of(
            "AgentImage", "registry.example.com/pillion/agent:1",
            "RouteManagerImage", "registry.example.com/pillion/route-manager:1",
            "XdsAddress", "mesh.example.com:9391",
            "TokenSecretArn", secret("token")),
        "demo",
        network);
  }

  JsonNode create(String template) throws IOException {
    return ask("create", asked(template, Map.of()));
  }

  /// Updates the stack and deletes it.
  JsonNode finish(String template, Map<String, String> update) throws IOException {
    return ask("finish", asked(template, update));
  }

  String endpoint() {
    return moto.endpoint().toString();
  }

  private Map<String, ?> asked(String template, Map<String, String> update) {
    return Map.of(
        "template",
        TEMPLATES.resolve(template + ".yaml").toString(),
        "name",
        template,
        "parameters",
        parameters().getOrDefault(template, Map.of()),
        "update",
        update);
  }

  private String secret(String name) {
    return text("/secrets/" + name);
  }

  private String text(String pointer) {
    return account.at(pointer).asText();
  }

  private static Map<String, String> all(
      Map<String, String> installed, Map<String, String> network, Map<String, String> own) {
    Map<String, String> all = new TreeMap<>(installed);
    all.putAll(network);
    all.putAll(own);
    return all;
  }

  private JsonNode ask(String verb, Map<String, ?> asked) throws IOException {
    questions.write(JSON.writeValueAsString(Map.of(verb, asked)));
    questions.newLine();
    questions.flush();
    String text = answers.readLine();
    if (text == null) {
      throw new IllegalStateException(
          "stacks.py ended at %s %s; see its error output".formatted(verb, asked));
    }
    return JSON.readTree(text);
  }

  @Override
  public void close() {
    process.destroy();
    moto.close();
  }
}

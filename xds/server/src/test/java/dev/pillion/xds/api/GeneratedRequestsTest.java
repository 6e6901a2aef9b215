package dev.pillion.xds.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.xds.json.GeneratedSpecs;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.translate.AddressFamilies;
import dev.pillion.xds.translate.Translation;
import dev.pillion.xds.translate.Translator;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/// Requests that nobody would think of, over a real store: none is a defect of the server, and what
/// is accepted is echoed as it was sent, read again by the next start, and translated.
final class GeneratedRequestsTest {
  private static final String BASE = "/v20190125/meshes";
  private static final Translator TRANSLATOR =
      new Translator(AddressFamilies.BOTH, CertificateFiles.NONE);
  private static final List<String> NAMES = List.of("a", "b", "c");

  private static final List<Kind> CHILDREN =
      List.copyOf(EnumSet.complementOf(EnumSet.of(Kind.MESH)));

  private static @Nullable Path directory;
  private static @Nullable ApiCalls calls;

  @BeforeContainer
  static void start() throws IOException {
    directory = Files.createTempDirectory("generated");
    calls = new ApiCalls(directory);
  }

  @AfterContainer
  static void whatWasStoredIsReadAgain() throws IOException {
    Path folder = Objects.requireNonNull(directory);
    var before = List.copyOf(api().store.all());
    api().close();
    try (var again = new ApiCalls(folder)) {
      assertEquals(before, List.copyOf(again.store.all()));
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static ApiCalls api() {
    return Objects.requireNonNull(calls);
  }

  @Property(tries = 400)
  void whatIsAcceptedIsEchoedAndCanBeTranslated(@ForAll long seed) {
    var random = new Random(seed);
    api().send("PUT", BASE, "{'meshName':'a'}");
    for (int step = 0; step < 10; step++) {
      Kind kind = CHILDREN.get(random.nextInt(CHILDREN.size()));
      String name = NAMES.get(random.nextInt(NAMES.size()));
      String parent = NAMES.get(random.nextInt(NAMES.size()));
      String spec = new GeneratedSpecs(random.nextLong()).of(kind);
      String collection = (random.nextInt(8) == 0 ? "/meshes" : BASE) + "/a/" + place(kind, parent);
      String body = "{\"%s\":\"%s\",\"spec\":%s}".formatted(kind.nameMember(), name, spec);
      Answer answer =
          switch (random.nextInt(16)) {
            case 0 -> sent("DELETE", collection + "/" + name, "");
            case 1, 2, 3, 4 -> sent("PUT", collection + "/" + name, body);
            default -> sent("PUT", collection, body);
          };
      if (answer.status() == 200 && collection.startsWith(BASE)) {
        checkEcho(spec, answer, sent("GET", collection + "/" + name, ""));
      }
    }
    checkTranslation();
  }

  @Property(tries = 600)
  void noBodyIsADefectOfTheServer(@ForAll("bodies") byte[] body, @ForAll long seed) {
    var random = new Random(seed);
    Kind kind = random.nextInt(7) == 0 ? Kind.MESH : CHILDREN.get(random.nextInt(CHILDREN.size()));
    String place = kind == Kind.MESH ? "" : "/a/" + place(kind, "a");
    String address =
        switch (random.nextInt(4)) {
          case 0 -> BASE + place + "/a";
          case 1 -> "/meshes" + place;
          case 2 -> "/v20190125/tag?resourceArn=arn:aws:appmesh:us-east-1:000000000000:mesh/a";
          default -> BASE + place;
        };
    sane(api().send("PUT", address, body));
  }

  @Property(tries = 600)
  void noAddressIsADefectOfTheServer(
      @ForAll("methods") String method, @ForAll("addresses") String address) {
    sane(api().send(method, address, "{'meshName':'a','spec':{}}"));
  }

  @Provide
  Arbitrary<String> methods() {
    return Arbitraries.of("GET", "PUT", "DELETE", "POST", "", "get");
  }

  @Provide
  Arbitrary<String> addresses() {
    var parts =
        Arbitraries.of(
            "v20190125",
            "meshes",
            "a",
            "virtualNodes",
            "virtualRouter",
            "routes",
            "virtualGateway",
            "gatewayRoutes",
            "virtualServices",
            "tag",
            "tags",
            "a%2Fb",
            "%",
            "%00",
            "%ff",
            "a@b",
            "@000000000000",
            "a@000000000000",
            "..",
            ";",
            "",
            "é",
            "%F0%9F%98%80");
    var query =
        Arbitraries.of(
            "limit=1",
            "limit=-1",
            "limit=99999999999",
            "nextToken=",
            "nextToken=%ff",
            "nextToken=YQ",
            "meshOwner=000000000000",
            "meshOwner=",
            "&&",
            "=",
            "%",
            "resourceArn=",
            "resourceArn=arn:aws:appmesh:us-east-1:000000000000:mesh/a",
            "resourceArn=arn:aws:appmesh:us-east-1:000000000000:mesh/a/virtualService//");
    var path =
        Arbitraries.frequencyOf(
            Tuple.of(3, parts.list().ofMaxSize(5).map(p -> "v20190125/" + String.join("/", p))),
            Tuple.of(2, parts.list().ofMaxSize(5).map(p -> "meshes/" + String.join("/", p))),
            Tuple.of(2, parts.list().ofMaxSize(7).map(p -> String.join("/", p))),
            Tuple.of(1, Arbitraries.strings().ofMaxLength(30)));
    return Combinators.combine(path, query.list().ofMaxSize(3))
        .as((p, q) -> "/" + p.replace("?", "") + "?" + String.join("&", q));
  }

  @Provide
  Arbitrary<byte[]> bodies() {
    var texts =
        Arbitraries.oneOf(
            Arbitraries.longs().map(seed -> new GeneratedSpecs(seed).anything()),
            Arbitraries.longs()
                .map(seed ->
                    "{\"meshName\":\"a\",\"spec\":%s,\"tags\":%s,\"clientToken\":%s}"
                        .formatted(
                            new GeneratedSpecs(seed).anything(),
                            new GeneratedSpecs(seed + 1).anything(),
                            new GeneratedSpecs(seed + 2).anything())),
            Arbitraries.integers()
                .between(1, 3000)
                .map(depth -> "{\"spec\":" + "[".repeat(depth) + "]".repeat(depth) + "}"),
            Arbitraries.integers()
                .between(1, 3000)
                .map(depth -> "{\"spec\":".repeat(depth) + "0" + "}".repeat(depth)),
            Arbitraries.integers()
                .between(1, 3000)
                .map(digits -> "{\"spec\":{\"priority\":" + "9".repeat(digits) + "}}"),
            Arbitraries.of(
                "{\"spec\":{\"priority\":1e999999999}}",
                "{\"spec\":{\"priority\":-1e-999999999}}",
                "{\"spec\":{},\"spec\":{}}",
                "{\"meshName\":\"\\ud800\"}",
                "{\"tags\":[{\"key\":\"\\udc00\"}]}",
                "{\"\\u0000\":\"\\u0000\",\"meshName\":\"\\u0000\"}",
                "\ufeff{}",
                "{}{}",
                ""));
    Arbitrary<Charset> charsets =
        Arbitraries.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_32,
            StandardCharsets.ISO_8859_1);
    return Arbitraries.oneOf(
        Arbitraries.bytes().array(byte[].class).ofMaxSize(60),
        Combinators.combine(texts, charsets).as(String::getBytes));
  }

  private static Answer sent(String method, String address, String body) {
    return sane(api().send(method, address, body.getBytes(StandardCharsets.UTF_8)));
  }

  private static Answer sane(Answer answer) {
    assertTrue(answer.status() < 500, answer.body());
    assertNotNull(ApiCalls.json(answer.body()));
    return answer;
  }

  /// What was sent and what is kept are the same, less nulls and members that nobody knows.
  private static void checkEcho(String spec, Answer answer, Answer described) {
    JsonNode resource = ApiCalls.json(answer.body());
    if (resource.at("/status/status").asText().equals("ACTIVE")) {
      assertEquals(answer.body(), described.body());
      checkPart(ApiCalls.json(spec), resource.path("spec"));
    } else {
      assertEquals(404, described.status());
    }
  }

  private static void checkPart(JsonNode sent, JsonNode kept) {
    if (kept.isObject()) {
      for (Map.Entry<String, JsonNode> member : kept.properties()) {
        checkPart(sent.path(member.getKey()), member.getValue());
      }
      return;
    }
    if (kept.isArray()) {
      assertEquals(sent.size(), kept.size());
      for (int i = 0; i < kept.size(); i++) {
        checkPart(sent.path(i), kept.path(i));
      }
      return;
    }
    assertEquals(sent, kept);
  }

  private static void checkTranslation() {
    for (MeshState mesh : api().store.all()) {
      for (String node : mesh.virtualNodes().keySet()) {
        checkTranslation(mesh, ProxyGroup.virtualNode(mesh.name(), node));
      }
      for (String gateway : mesh.virtualGateways().keySet()) {
        checkTranslation(
            mesh, new ProxyGroup(mesh.name(), ProxyGroup.Kind.VIRTUAL_GATEWAY, gateway));
      }
    }
  }

  private static void checkTranslation(MeshState mesh, ProxyGroup group) {
    assertInstanceOf(Translation.Translated.class, TRANSLATOR.translate(mesh, group));
  }

  private static String place(Kind kind, String parent) {
    return switch (kind) {
      case ROUTE -> "virtualRouter/" + parent + "/routes";
      case GATEWAY_ROUTE -> "virtualGateway/" + parent + "/gatewayRoutes";
      case MESH, VIRTUAL_NODE, VIRTUAL_ROUTER, VIRTUAL_SERVICE, VIRTUAL_GATEWAY ->
          kind.collection();
    };
  }
}

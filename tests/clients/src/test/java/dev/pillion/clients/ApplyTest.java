package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.templates.export.ApiDocument;
import dev.pillion.templates.export.TemplateDocument;
import dev.pillion.templates.plan.Ownership;
import dev.pillion.templates.plan.Plan;
import dev.pillion.templates.plan.Step;
import dev.pillion.templates.resource.Present;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Templates on a real server, and what stock clients then see.
@ExtendWith(OnStage.class)
final class ApplyTest {
  private static final Path EXAMPLES = Path.of("../../docs/examples");

  private final Stage stage;
  private final Applied applied;

  ApplyTest(Stage stage) {
    this.stage = stage;
    this.applied = new Applied(stage.endpoint());
  }

  @AfterEach
  void close() {
    applied.close();
  }

  @Test
  void stockClientsSeeWhatATemplateSaysAndASecondTimeChangesNothing() throws IOException {
    var parameters = Map.of("Project", "apply");
    String[] files = {example("templates/shop.yaml"), example("templates/front.json")};
    Plan first = applied.apply(parameters, Ownership.NONE, files);
    assertEquals(7, first.count(Step.Create.class));
    for (Client client : stage.clients()) {
      JsonNode route =
          client.answer(
              "DescribeRoute",
              Map.of(
                  "meshName", "apply-test",
                  "virtualRouterName", "checkout",
                  "routeName", "all"));
      JsonNode spec = route.path("route").path("spec");
      assertEquals(
          "{\"virtualNode\":\"checkout\",\"weight\":1}",
          spec.path("httpRoute").path("action").path("weightedTargets").path(0).toString(),
          client::toString);
      assertEquals(
          1,
          client
              .list("ListVirtualGateways", Map.of("meshName", "apply-test"), 10)
              .path("virtualGateways")
              .size());
    }
    Plan second = applied.apply(parameters, Ownership.NONE, files);
    assertEquals(List.of(), second.changes());
    assertEquals(7, second.count(Step.Keep.class));
  }

  @Test
  void theExamplesOfApiJsonApplyToo() throws IOException {
    String[] files = {
      example("mesh/colors-90-10.json"),
      example("mesh/colorteller-service.json"),
      example("mesh/front.json"),
      example("mesh/colorteller-blue.json"),
      example("mesh/colorteller-white.json"),
      example("mesh/colorteller-router.json"),
      example("mesh/mesh.json"),
    };
    assertEquals(7, applied.apply(Map.of(), Ownership.NONE, files).count(Step.Create.class));
    Plan turned = applied.apply(Map.of(), Ownership.NONE, example("mesh/colors-10-90.json"));
    assertEquals(
        List.of(
            "spec.httpRoute.action.weightedTargets[0].weight: 90 -> 10",
            "spec.httpRoute.action.weightedTargets[1].weight: 10 -> 90"),
        turned.changes().stream()
            .flatMap(step -> step instanceof Step.Update update ? update.changes().stream() : null)
            .toList());
  }

  @Test
  void theMeshOfTheDemosStackApplies() throws IOException {
    String file = example("templates/colors.yaml");
    assertEquals(8, applied.apply(Map.of(), Ownership.NONE, file).count(Step.Create.class));
    Plan turned = applied.apply(Map.of("White", "5"), Ownership.NONE, file);
    assertEquals(1, turned.changes().size());
    String tasks = Files.readString(Path.of("../../cloudformation/demo.yaml"));
    String labelled =
        tasks
            .lines()
            .filter(line -> line.contains("pillion.virtual-"))
            .map(String::strip)
            .collect(Collectors.joining(" "));
    assertEquals(
        "pillion.virtual-node: white pillion.virtual-node: blue pillion.virtual-gateway: edge",
        labelled);
    for (String name : List.of("VirtualNodeName: white", "VirtualNodeName: blue")) {
      assertTrue(Files.readString(EXAMPLES.resolve("templates/colors.yaml")).contains(name));
    }
  }

  /// The specifications of these tests set every field that App Mesh has.
  @ParameterizedTest
  @ValueSource(strings = {"json", "template", "template-json"})
  void whatIsExportedAndAppliedIsExportedAsTheSame(String format) {
    Function<List<Present>, String> writer =
        switch (format) {
          case "json" -> ApiDocument::text;
          case "template" -> TemplateDocument::yaml;
          default -> TemplateDocument::json;
        };
    var specs = new Specs("export-" + format);
    for (Item item : specs.items()) {
      stage.boto3().answer("Create" + item.kind(), item.create());
    }
    stage
        .boto3()
        .answer(
            "TagResource",
            Map.of(
                "resourceArn", specs.first("Mesh").arn(),
                "tags", List.of(Map.of("key", "team", "value", "a: b"))));
    String first = writer.apply(applied.export(specs.mesh()));
    assertEquals(List.of(), applied.apply(Map.of(), Ownership.NONE, first).changes());
    assertEquals(first, writer.apply(applied.export(specs.mesh())));

    String copied = first.replace("export", "copied").replace("Export", "Copied");
    Plan copy = applied.apply(Map.of(), Ownership.NONE, copied);
    assertEquals(specs.items().size(), copy.count(Step.Create.class));
    assertEquals(copied, writer.apply(applied.export("copied-" + format)));
  }

  @Test
  void pruningRemovesWhatTheStacksFilesNoLongerHaveAndNothingElse() {
    var stack = new Ownership(Optional.of("pruned"), true, false);
    String both = nodes("one", "two");
    applied.apply(Map.of(), stack, both);
    stage
        .boto3()
        .answer(
            "CreateVirtualNode",
            Map.of("meshName", "pruned", "virtualNodeName", "by-hand", "spec", Map.of()));
    Plan plan = applied.apply(Map.of(), stack, nodes("one"));
    assertEquals(
        List.of("VirtualNode pruned/two"),
        plan.changes().stream().map(step -> step.key().toString()).toList());
    JsonNode left = stage.boto3().list("ListVirtualNodes", Map.of("meshName", "pruned"), 10);
    assertEquals(2, left.path("virtualNodes").size(), left::toString);
    JsonNode tags =
        stage
            .boto3()
            .answer(
                "ListTagsForResource",
                Map.of("resourceArn", applied.export("pruned").getFirst().arn()));
    assertTrue(tags.toString().contains("pillion:stack"), tags::toString);
    assertTrue(!ApiDocument.text(applied.export("pruned")).contains("pillion:stack"));
  }

  @Test
  void aRefusalOnTheWayTellsWhatWasDoneAndTheNextApplyGoesOn() {
    // Only the server knows that a router with two ports wants a port in each route.
    String refused = routed("");
    Plan plan = applied.plan(Map.of(), Ownership.NONE, refused);
    assertEquals(4, plan.count(Step.Create.class));
    var outcome = applied.carryOut(plan);
    assertEquals(3, outcome.done());
    MeshException failure = outcome.failure().orElseThrow();
    assertEquals(MeshException.Code.INVALID, failure.code());
    assertTrue(String.valueOf(failure.getMessage()).contains("port"), failure::toString);
    Plan rest = applied.apply(Map.of(), Ownership.NONE, routed(", Port: 80"));
    assertEquals(
        List.of("Route refused/r/all"),
        rest.changes().stream().map(step -> step.key().toString()).toList());
  }

  @Test
  void whatIsWrongIsToldBeforeAnythingIsChanged() {
    String wrong =
        nodes("fine")
            + "  Bad: {Type: AWS::AppMesh::VirtualService,"
            + " Properties: {MeshName: pruned, VirtualServiceName: s,"
            + " Spec: {Provider: {VirtualNode: {VirtualNodeName: nobody}}}}}\n";
    String told = "";
    try {
      applied.apply(Map.of(), Ownership.NONE, wrong.replace("pruned", "unchanged"));
    } catch (MeshException e) {
      told = String.valueOf(e.getMessage());
    }
    assertTrue(told.replaceAll("\\s+", " ").contains("VirtualNode unchanged/nobody"), told);
    JsonNode meshes = stage.boto3().list("ListMeshes", Map.of(), 100);
    assertTrue(!meshes.toString().contains("unchanged"), meshes::toString);
  }

  private static String nodes(String... names) {
    var template =
        new StringBuilder(
            """
            Resources:
              Mesh: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: pruned}}
            """);
    for (String name : names) {
      template.append(
          """
            %s:
              Type: AWS::AppMesh::VirtualNode
              Properties: {MeshName: !GetAtt Mesh.MeshName, VirtualNodeName: %s, Spec: {}}
          """
              .formatted(name, name));
    }
    return template.toString();
  }

  private static String routed(String port) {
    return """
    Resources:
      Mesh: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: refused}}
      Node:
        Type: AWS::AppMesh::VirtualNode
        Properties:
          MeshName: refused
          VirtualNodeName: n
          Spec:
            Listeners: [{PortMapping: {Port: 80, Protocol: http}}]
            ServiceDiscovery: {DNS: {Hostname: n.local}}
      Router:
        Type: AWS::AppMesh::VirtualRouter
        Properties:
          MeshName: refused
          VirtualRouterName: r
          Spec:
            Listeners:
              - PortMapping: {Port: 80, Protocol: http}
              - PortMapping: {Port: 81, Protocol: http}
      Route:
        Type: AWS::AppMesh::Route
        Properties:
          MeshName: refused
          VirtualRouterName: r
          RouteName: all
          Spec:
            HttpRoute:
              Match: {Prefix: /%s}
              Action: {WeightedTargets: [{VirtualNode: n, Weight: 1}]}
    """
        .formatted(port);
  }

  private static String example(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve(name));
  }
}

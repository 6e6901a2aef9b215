package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.xds.api.ApiServer;
import dev.pillion.xds.api.Identity;
import dev.pillion.xds.store.MeshStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `pillion apply` and `pillion export` as a user calls them, on a real API.
final class ApplyCommandTest {
  private static final String TEMPLATE =
      """
      Parameters: {Mesh: {Type: String}, Host: {Type: String, Default: front.local}}
      Resources:
        Mesh: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Ref Mesh}}
        Bucket: {Type: AWS::S3::Bucket}
        Front:
          Type: AWS::AppMesh::VirtualNode
          Properties:
            MeshName: !GetAtt Mesh.MeshName
            VirtualNodeName: front
            Spec:
              Listeners: [{PortMapping: {Port: 8080, Protocol: http}}]
              ServiceDiscovery: {DNS: {Hostname: !Ref Host}}
      """;

  @TempDir private Path folder = Path.of("");

  private MeshStore store;
  private ApiServer server;

  ApplyCommandTest(@TempDir Path data) {
    store = MeshStore.open(data, Identity.DEVELOPMENT.account(), Clock.systemUTC());
    server = ApiServer.listen("127.0.0.1", 0, store, Identity.DEVELOPMENT);
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("mesh.yaml"), TEMPLATE);
  }

  @AfterEach
  void stop() {
    server.close();
    store.close();
  }

  @Test
  void aTemplateIsAppliedOnceAndToldInEightyColumns() {
    var first = run("apply", file("mesh.yaml"), "-p", "Mesh=shop");
    assertEquals(
        """
        plan: 2 to create, 0 to change, 0 to remove, 0 as they are
          create  Mesh shop
          create  VirtualNode shop/front
        left out: 1 of other services (AWS::S3::Bucket 1)
        applied 2 of 2
        """,
        first.out(),
        first.err());
    assertEquals(0, first.status(), first.err());
    var second = run("apply", file("mesh.yaml"), "-p", "Mesh=shop");
    assertTrue(second.out().endsWith("nothing to change\n"), second.out());
    var changed =
        run(
            "apply",
            file("mesh.yaml"),
            "-p",
            "Mesh=shop",
            "-p",
            "Host=" + "long.".repeat(20) + "x");
    assertTrue(changed.out().contains("spec.serviceDiscovery.dns.hostname:"), changed.out());
    assertTrue(changed.out().lines().allMatch(line -> line.length() <= 80), changed.out());
  }

  @Test
  void aDryRunOnlyTellsAndJsonIsForPrograms() {
    var dry = run("apply", file("mesh.yaml"), "-p", "Mesh=shop", "--dry-run", "--json");
    assertEquals(
        """
        {
          "applied" : 0,
          "resources" : [
            {
              "action" : "create",
              "kind" : "Mesh",
              "mesh" : "shop",
              "name" : "shop",
              "state" : "planned"
            },
            {
              "action" : "create",
              "kind" : "VirtualNode",
              "mesh" : "shop",
              "name" : "front",
              "state" : "planned"
            }
          ],
          "leftOut" : {
            "AWS::S3::Bucket" : 1
          }
        }
        """,
        dry.out());
    assertEquals("{ }\n", run("export").out());
    var done = run("apply", file("mesh.yaml"), "-p", "Mesh=shop", "--json");
    assertTrue(done.out().contains("\"applied\" : 2"), done.out());
    assertFalse(done.out().contains("planned"), done.out());
  }

  @Test
  void parametersComeFromFilesOfEachForm() throws IOException {
    for (String text :
        List.of(
            "[{\"ParameterKey\": \"Mesh\", \"ParameterValue\": \"a\"}]",
            "{\"Parameters\": {\"Mesh\": \"a\"}}",
            "Mesh: a")) {
      Files.writeString(folder.resolve("parameters"), text);
      var ran =
          run("apply", file("mesh.yaml"), "--parameters-file", file("parameters"), "--dry-run");
      assertTrue(ran.out().contains("create  Mesh a\n"), ran.out() + ran.err());
    }
  }

  @Test
  void whatIsExportedIsAppliedWithoutAChangeAndPruned() throws IOException {
    run("apply", file("mesh.yaml"), "-p", "Mesh=shop", "--stack", "shop");
    for (String format : List.of("json", "template", "template-json")) {
      var exported = run("export", "shop", "-f", format, "-o", file("out." + format));
      assertAll(
          () -> assertEquals(0, exported.status(), exported.err()),
          () -> assertEquals("", exported.out()),
          () -> assertTrue(exported.err().endsWith("2 resources\n"), exported.err()),
          () ->
              assertTrue(
                  run("apply", file("out." + format)).out().endsWith("nothing to change\n")));
    }
    Files.writeString(folder.resolve("less.json"), "{\"meshName\": \"shop\"}");
    var pruned = run("apply", file("less.json"), "--stack", "shop", "--prune");
    assertTrue(pruned.out().contains("remove  VirtualNode shop/front\n"), pruned.out());
    assertFalse(run("export").out().contains("front"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | apply nowhere.yaml | there is no such file; correct its name",
        "2 | apply FILE | give it with --parameter Mesh=…",
        "2 | apply FILE -p Mash=x -p Mesh=x | parameter Mash: no template has it",
        "2 | apply FILE -p Mesh=x --prune | give --stack too",
        "2 | apply FILE FILE -p Mesh=x | it is given twice; give it once",
        "2 | apply | Missing required parameter: 'FILE'",
        "2 | apply FILE -p Mesh=x --endpoint localhost:1 | write it as http://127.0.0.1:9390",
        "3 | apply FILE -p Mesh=x --endpoint http://127.0.0.1:1 | it does not answer",
        "2 | apply FILE -p Mesh=x --profile none | aws configure --profile none",
        "2 | apply FILE -p Mesh=x --ca FILE | give a file with certificates in PEM",
        "1 | export nomesh | mesh 'nomesh': the server does not have it; it has none at all",
        "2 | export --format xml | give json, template or template-json",
        "3 | export --endpoint http://127.0.0.1:1 | name its API's address with --endpoint or",
        "2 | export -o /nowhere/out | give another place with --output",
      })
  void wrongUseIsToldWithTheRemedyAndChangesNothing(int status, String line, String told) {
    var ran = run(line.replace("FILE", file("mesh.yaml")).split(" "));
    assertEquals(status, ran.status(), ran.err());
    assertTrue(ran.err().replaceAll("\\s+", " ").contains(told), () -> told + "\n" + ran.err());
    assertEquals("{ }\n", run("export").out());
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private Ran run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    if (!all.contains("--endpoint")) {
      all.add("--endpoint");
      all.add("http://127.0.0.1:" + server.address().getPort());
    }
    return Ran.pillion(all.toArray(String[]::new));
  }
}

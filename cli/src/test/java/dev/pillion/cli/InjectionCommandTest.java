package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.state.InjectionSwitch;
import dev.pillion.xds.api.ApiServer;
import dev.pillion.xds.api.Identity;
import dev.pillion.xds.store.MeshStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `pillion injection` as a user calls it, on a real API.
final class InjectionCommandTest {
  @TempDir private Path folder = Path.of("");

  private MeshStore store;
  private ApiServer server;

  InjectionCommandTest(@TempDir Path data) {
    store = MeshStore.open(data, Identity.DEVELOPMENT.account(), Clock.systemUTC());
    server = ApiServer.listen("127.0.0.1", 0, store, Identity.DEVELOPMENT);
  }

  @BeforeEach
  void makeMeshes() throws IOException {
    for (String mesh : List.of("a", "b")) {
      Path file = folder.resolve(mesh + ".json");
      Files.writeString(file, "{\"meshName\": \"%s\"}".formatted(mesh));
      assertEquals(0, run("apply", file.toString()).status());
    }
  }

  @AfterEach
  void stop() {
    server.close();
    store.close();
  }

  @Test
  void aMeshIsSwitchedOffAndOn() {
    assertEquals("mesh a: injection is off\n", run("injection", "off", "a").out());
    assertEquals(new InjectionSwitch(true, Set.of(), Set.of()), store.injection("a"));
    assertEquals(InjectionSwitch.ON, store.injection("b"));
    assertEquals("mesh a: injection is off, as before\n", run("injection", "off", "a").out());
    assertEquals("mesh a: injection is on\n", run("injection", "on", "a").out());
    assertEquals(InjectionSwitch.ON, store.injection("a"));
    assertEquals("mesh a: injection is on, as before\n", run("injection", "on", "a").out());
  }

  @Test
  void aHostAndAClusterAreSwitchedOffInAllMeshes() {
    assertEquals(
        "mesh a on host 1a2b: injection is off\nmesh b on host 1a2b: injection is off\n",
        run("injection", "off", "--host", "arn:aws:ecs:eu-west-1:1:container-instance/shop/1a2b")
            .out());
    run("injection", "off", "b", "--cluster", "shop");
    assertEquals(new InjectionSwitch(false, Set.of("shop"), Set.of("1a2b")), store.injection("b"));
    assertEquals(
        """
        MESH  INJECTION  OFF FOR
        a     on         host 1a2b
        b     on         cluster shop, host 1a2b
        """,
        run("injection", "status").out());
    assertEquals(
        """
        {
          "meshes": [{
            "mesh": "a",
            "off": false,
            "offForClusters": [],
            "offForHosts": ["1a2b"]
          }, {
            "mesh": "b",
            "off": false,
            "offForClusters": ["shop"],
            "offForHosts": ["1a2b"]
          }]
        }
        """,
        run("injection", "status", "--json").out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | injection off a c | mesh c: the server has none of that name",
        "2 | injection off --cluster shop --host x | give one of them",
        "2 | injection off --host / | names nothing; give a name, or an ARN",
        "2 | injection of | Unmatched argument",
        "3 | injection off --endpoint http://127.0.0.1:1 | it does not answer",
      })
  void wrongUseIsToldWithTheRemedyAndChangesNothing(int status, String line, String told) {
    var ran = run(line.split(" "));
    assertEquals(status, ran.status(), ran.err());
    assertTrue(ran.err().replaceAll("\\s+", " ").contains(told), () -> told + "\n" + ran.err());
    assertEquals(InjectionSwitch.ON, store.injection("a"));
  }

  private Ran run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    if (!all.contains("--endpoint") && !all.contains("of")) {
      all.add("--endpoint");
      all.add("http://127.0.0.1:" + server.address().getPort());
    }
    return Ran.pillion(all.toArray(String[]::new));
  }
}

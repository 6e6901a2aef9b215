package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A script in the manner of App Mesh's walkthroughs, with `aws` as it is installed: specifications
/// in files, uids read from the output, and the mesh taken down in both of the orders seen there.
@ExtendWith(OnStage.class)
final class WalkthroughTest {
  @Test
  void aScriptBringsAMeshUpAndDownInBothOrders(Stage stage) throws Exception {
    Process services = start(stage, "services-first");
    Process routes = start(stage, "routes-first");
    ended(services, "services-first");
    ended(routes, "routes-first");
  }

  private static Process start(Stage stage, String order) throws Exception {
    Path script =
        Path.of(
            Objects.requireNonNull(WalkthroughTest.class.getResource("/walkthrough/mesh.sh"))
                .toURI());
    var process =
        ClientEnvironment.process(Target.once(stage.endpoint()), "bash", script.toString(), order);
    process.environment().put("MESH_NAME", "walkthrough-" + order);
    process
        .environment()
        .merge("PATH", "", (path, _) -> Python.find().program("aws").getParent() + ":" + path);
    return process.redirectErrorStream(true).start();
  }

  private static void ended(Process process, String order)
      throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    List<String> lines = output.lines().toList();
    assertTrue(lines.getFirst().matches("created mesh [0-9a-f-]{36}"), output);
    assertEquals("down " + order, lines.getLast(), output);
  }
}

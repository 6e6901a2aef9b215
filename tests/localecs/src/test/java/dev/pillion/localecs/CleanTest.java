package dev.pillion.localecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CleanTest {
  @Test
  void cleaningLeavesNoContainerNamespaceOrLink() {
    String id = "clean-" + UUID.randomUUID().toString().substring(0, 8);
    var ecs = LocalEcs.open(Settings.named(id).label("dev.pillion.test", id));
    long hub = ecs.hubPid();
    try {
      var definition =
          TaskDefinition.of(
              "web", ContainerDefinition.of("app", Settings.DEMO_IMAGE, "sleep", "60"));
      RunningTask task = ecs.task(definition, Launch.plain().pace(Pace.NONE));
      String namespaces = namespace(task.network().pausePid()) + "|" + namespace(hub);
      ecs.detach();
      assertEquals(3, LocalEcs.clean(id));
      assertEquals(0, LocalEcs.clean(id));
      String all = Shell.run("ls -l /proc/[0-9]*/ns/net 2>/dev/null || true");
      assertTrue(all.lines().noneMatch(line -> line.matches(".*(" + namespaces + ")$")));
      String links = Shell.run("ip -br link");
      assertTrue(links.lines().noneMatch(line -> line.startsWith("task")), links);
    } finally {
      LocalEcs.clean(id);
    }
  }

  private static String namespace(long pid) {
    String link = Shell.run("readlink /proc/" + pid + "/ns/net").strip();
    return link.replace("[", "\\[").replace("]", "\\]");
  }
}

package dev.pillion.agent.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.metrics.EnvoyScrapes.Limits;
import dev.pillion.agent.metrics.EnvoyScrapes.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An Envoy that is slow or dead costs its own metrics only.
final class EnvoyScrapesTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String BODY = "# TYPE a counter\na 1\n";

  @TempDir private Path folder;
  private final Families families = new Families();
  private String page = "";

  private Path socket(String task) {
    return folder.resolve(task + ".sock");
  }

  private List<Target> targets(String... tasks) {
    return Stream.of(tasks)
        .map(task -> new Target(task, socket(task), Labels.of("task", task)))
        .toList();
  }

  private EnvoyScrapes scrapes() {
    return new EnvoyScrapes(folder, new Limits(SHORT, 10_000));
  }

  private Set<String> up(EnvoyScrapes scrapes, Duration time, String... tasks) throws IOException {
    try (var collected = scrapes.collect(families, targets(tasks), "usedonly", time)) {
      var out = new ByteArrayOutputStream();
      collected.writeTo(out);
      page = out.toString(UTF_8);
      return collected.up();
    }
  }

  private static double count(EnvoyScrapes scrapes, String result) throws IOException {
    var out = new ByteArrayOutputStream();
    scrapes.write(new Page(out), Duration.ZERO);
    return StrictPage.read(out.toString(UTF_8))
        .value("pillion_agent_envoy_scrapes_total", "result", result)
        .orElseThrow();
  }

  @Test
  void theOthersAreToldWhateverOneDoes() throws IOException {
    String cutOff = "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + BODY + "b 2\n";
    var scrapes = scrapes();
    try (var good = AdminStandIn.says(socket("good"), AdminStandIn.ok(BODY));
        var _ = AdminStandIn.silent(socket("silent"));
        var _ = AdminStandIn.says(socket("cut-off"), cutOff);
        var _ = AdminStandIn.says(socket("wrong"), AdminStandIn.ok("<html>"));
        var _ = AdminStandIn.says(socket("refusing"), "HTTP/1.1 400 Bad Request\r\n\r\n");
        var _ = AdminStandIn.says(socket("huge"), AdminStandIn.ok("a 1\n".repeat(9_000)));
        var _ = AdminStandIn.says(socket("last"), AdminStandIn.ok("# TYPE a counter\na 3\n"))) {
      assertEquals(
          Set.of("good", "last"),
          up(
              scrapes,
              LONG,
              "silent",
              "cut-off",
              "good",
              "wrong",
              "absent",
              "refusing",
              "huge",
              "last"));
      assertEquals("# TYPE a counter\na{task=\"good\"} 1\na{task=\"last\"} 3\n", page);
      assertEquals(List.of("GET /stats?format=prometheus&usedonly HTTP/1.1"), good.asked());
    }
    assertEquals(2, count(scrapes, "ok"));
    assertEquals(6, count(scrapes, "failed"));
    assertEquals(0, count(scrapes, "skipped"));
  }

  @Test
  void thoseThatDidNotAnswerComeLast() throws IOException {
    var scrapes = scrapes();
    try (var _ = AdminStandIn.says(socket("good"), AdminStandIn.ok(BODY));
        var _ = AdminStandIn.silent(socket("silent"))) {
      assertEquals(Set.of(), up(scrapes, SHORT, "silent", "good"));
      assertEquals(1, count(scrapes, "skipped"));
      assertEquals(Set.of("good"), up(scrapes, SHORT, "silent", "good"));
    }
  }

  @Test
  void anEnvoyThatAnswersAgainIsToldAgain() throws IOException {
    var scrapes = scrapes();
    assertEquals(Set.of(), up(scrapes, LONG, "good"));
    assertEquals("", page);
    try (var _ = AdminStandIn.says(socket("good"), AdminStandIn.ok(BODY))) {
      assertEquals(Set.of("good"), up(scrapes, LONG, "good"));
    }
  }

  @Test
  void aScrapeHasNothingOfTheOneBefore() throws IOException {
    var scrapes = scrapes();
    String other = "# TYPE a gauge\na 2\n";
    try (var _ = AdminStandIn.says(socket("one"), AdminStandIn.ok(BODY + "b 1\n"));
        var _ = AdminStandIn.says(socket("two"), AdminStandIn.ok(other))) {
      assertEquals(Set.of("one"), up(scrapes, LONG, "one"));
      assertEquals(Set.of("two"), up(scrapes, LONG, "two"));
      assertEquals("# TYPE a gauge\na{task=\"two\"} 2\n", page);
    }
  }

  @Test
  void withoutAFolderThereAreNoneAndThatIsCounted() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    var scrapes = new EnvoyScrapes(file, Limits.USUAL);
    try (var _ = AdminStandIn.says(socket("good"), AdminStandIn.ok(BODY))) {
      assertEquals(Set.of(), up(scrapes, LONG, "good"));
    }
    assertEquals(1, count(scrapes, "failed"));
  }

  @Test
  void nothingIsLeftOnTheDisk() throws IOException {
    try (var _ = AdminStandIn.says(socket("good"), AdminStandIn.ok(BODY));
        var collected = scrapes().collect(families, targets("good"), "", LONG)) {
      assertTrue(collected.spool().isPresent());
      try (Stream<Path> files = Files.list(folder)) {
        assertFalse(files.anyMatch(file -> file.toString().endsWith(".spool")));
      }
    }
  }
}

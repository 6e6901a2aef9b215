package dev.pillion.agent.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What several Envoys say becomes one page.
final class EnvoyLinesTest {
  private static final long MOST = 100_000;

  @TempDir private Path folder;
  private final Families families = new Families();
  private Spool spool;

  @BeforeEach
  void open() throws IOException {
    spool = Spool.in(folder, MOST);
  }

  @AfterEach
  void close() throws IOException {
    spool.close();
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  private int envoy(String task, String text) throws IOException {
    var lines = new EnvoyLines(Labels.of("task", task), spool, families);
    for (String line : text.lines().toList()) {
      lines.line(line);
    }
    spool.settle();
    return lines.end();
  }

  private String page() throws IOException {
    var out = new ByteArrayOutputStream();
    new Collected(Optional.of(spool), families, Set.of(), Duration.ZERO).writeTo(out);
    return out.toString(ISO_8859_1);
  }

  @Test
  void familiesOfSeveralEnvoysStandTogetherUnderOneType() throws IOException {
    String one =
        """
        # TYPE b counter
        b{x="1"} 1

        # HELP a what nobody asked for
        # TYPE a histogram
        a_bucket{le="1"} 0
        a_bucket{le="+Inf"} 2
        a_sum 3
        a_count 2
        """;
    String two =
        """
        # a remark
        # TYPE c gauge
        c 5
        # TYPE b counter
        b 7
        b{x="2"} 8
        """;
    assertEquals(0, envoy("t1", one));
    assertEquals(0, envoy("t2", two));
    assertEquals(
        """
        # TYPE a histogram
        a_bucket{task="t1",le="1"} 0
        a_bucket{task="t1",le="+Inf"} 2
        a_sum{task="t1"} 3
        a_count{task="t1"} 2
        # TYPE b counter
        b{task="t1",x="1"} 1
        b{task="t2"} 7
        b{task="t2",x="2"} 8
        # TYPE c gauge
        c{task="t2"} 5
        """,
        page());
    StrictPage.read(page());
  }

  @Test
  void samplesWithoutATypeAreUntyped() throws IOException {
    envoy("t1", "# TYPE a counter\na 1\na_count 2\nb 3\n# TYPE c\nc 4\n");
    assertEquals(
        """
        # TYPE a counter
        a{task="t1"} 1
        # TYPE a_count untyped
        a_count{task="t1"} 2
        # TYPE b untyped
        b{task="t1"} 3
        # TYPE c untyped
        c{task="t1"} 4
        """,
        page());
  }

  @Test
  void aFamilyThatIsOfAnotherTypeElsewhereIsLeftOut() throws IOException {
    assertEquals(0, envoy("t1", "# TYPE a counter\na 1\n"));
    assertEquals(1, envoy("t2", "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n"));
    assertEquals(
        """
        # TYPE a counter
        a{task="t1"} 1
        # TYPE b gauge
        b{task="t2"} 1
        """,
        page());
  }

  @Test
  void linesThatAreLongerThanABufferPassToo() throws IOException {
    String value = "v".repeat(20_000);
    envoy("t1", "a{x=\"" + value + "\"} 1\nb 2\n");
    assertEquals(
        "# TYPE a untyped\na{task=\"t1\",x=\"%s\"} 1\n# TYPE b untyped\nb{task=\"t1\"} 2\n"
            .formatted(value),
        page());
  }

  @Test
  void whatIsTakenBackIsAsIfItHadNotBeen() throws IOException {
    envoy("t1", "a 1\n");
    long place = spool.settle();
    envoy(
        "t2", "a 2\n# TYPE b gauge\nb{x=\"" + "x".repeat(50_000) + "\"} 1\n# TYPE c gauge\nc 1\n");
    spool.backTo(place);
    families.backTo(place);
    assertEquals(0, envoy("t3", "a 3\n# TYPE b counter\nb 4\n"));
    assertEquals(
        """
        # TYPE a untyped
        a{task="t1"} 1
        a{task="t3"} 3
        # TYPE b counter
        b{task="t3"} 4
        """,
        page());
  }

  @Test
  void moreThanTheMostIsRefused() throws IOException {
    spool.add("x".repeat(99_000));
    var refused = assertThrows(IOException.class, () -> spool.add("x".repeat(1_000)));
    assertEquals("all Envoys together say more than 100000 bytes", refused.getMessage());
  }
}

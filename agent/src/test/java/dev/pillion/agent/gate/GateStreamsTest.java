package dev.pillion.agent.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.link.Eventually;
import dev.pillion.mesh.model.MeshException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every call but a held start is as if the gate were not there: on the Docker of this machine.
@TestInstance(Lifecycle.PER_CLASS)
final class GateStreamsTest {
  private static final int MEGABYTES = 40;

  @TempDir Path folder;
  private OpenGate open;

  @BeforeAll
  void opens() throws IOException, InterruptedException {
    open = new OpenGate();
  }

  @AfterAll
  void nothingIsLeft() throws IOException, InterruptedException {
    open.close();
  }

  /// The versions that the ECS agent tries, and one that Docker does not have.
  static Stream<String> versions() {
    return IntStream.concat(IntStream.rangeClosed(17, 55), IntStream.of(999))
        .mapToObj(minor -> "/v1." + minor);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everyVersionIsAnsweredAsByDocker(String version) throws IOException {
    for (String path : List.of("/_ping", "/version", "/containers/none/json")) {
      assertSame("GET %s%s HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n", version, path);
    }
    assertSame(
        "POST %s%s HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n",
        version, "/containers/none/start");
  }

  private void assertSame(String request, String version, String path) throws IOException {
    String text = request.formatted(version, path);
    assertEquals(RawCaller.once(OpenGate.DOCKER, text), RawCaller.once(open.socket, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /_ping HTTP/1.1\r\n\r\n",
        "GET /_ping HTTP/1.0\r\n\r\n",
        "HEAD /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n",
        "POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Length: x\r\n\r\n",
        "GET /none HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n"
      })
  void whatIsOddIsDockersToAnswer(String request) throws IOException {
    assertEquals(RawCaller.once(OpenGate.DOCKER, request), RawCaller.once(open.socket, request));
  }

  @Test
  void oneConnectionCarriesManyRequestsEvenBeforeTheirAnswers() throws IOException {
    String ping = "GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n";
    try (var caller = new RawCaller(open.socket)) {
      caller.send(ping + ping + ping);
      for (int i = 0; i < 3; i++) {
        caller.until("\r\n\r\nOK");
      }
      caller.send("GET /containers/none/json HTTP/1.1\r\nHost: d\r\n\r\n");
      caller.until("No such container: none\"}\n");
      caller.send(ping).until("\r\n\r\nOK");
    }
  }

  @Test
  void aCallerWhoWaitsToBeToldToGoOnIsTold() throws IOException {
    try (var caller = new RawCaller(open.socket)) {
      caller.send(
          """
          POST /build HTTP/1.1\r
          Host: d\r
          Content-Type: application/x-tar\r
          Transfer-Encoding: chunked\r
          Expect: 100-continue\r
          \r
          """);
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", caller.until("\r\n\r\n"));
      caller.send("3\r\nabc\r\n0\r\n\r\n");
      assertTrue(caller.until("\r\n\r\n").startsWith("HTTP/1.1 "), "its answer comes");
    }
  }

  @Test
  void eventsComeAsTheyHappen() throws IOException, InterruptedException {
    var events =
        open.started(
            "events", "--filter", "label=" + open.label(), "--format", "{{.Action}} {{.ID}}");
    try (BufferedReader lines = events.inputReader()) {
      // Docker tells of what happens after it has taken the call.
      String first = "";
      while (!lines.ready()) {
        first = open.create("sleep 1");
        Thread.onSpinWait();
      }
      assertTrue(lines.readLine().startsWith("create "));
      String next = open.create("sleep 1");
      String line = lines.readLine();
      while (!line.equals("create " + next)) {
        line = lines.readLine();
      }
      assertTrue(!first.isEmpty());
    } finally {
      events.destroy();
      events.waitFor();
    }
  }

  @Test
  void logsAreFollowedToTheEnd() throws IOException, InterruptedException {
    String id = open.create("i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done");
    open.docker("start", id);
    var logs = open.docker("logs", "-f", id);
    assertEquals(2000, logs.output().lines().count());
    assertTrue(logs.output().endsWith("line 1999\n"));
  }

  @Test
  void statsAreReadWhileTheContainerRuns() throws IOException, InterruptedException {
    String id = open.create("sleep 60");
    open.docker("start", id);
    try (var caller = new RawCaller(open.socket)) {
      caller.send("GET /containers/" + id + "/stats HTTP/1.1\r\nHost: d\r\n\r\n");
      caller.until("\"read\":");
      caller.until("\"read\":");
    }
    assertEquals(0, open.docker("stats", "--no-stream", id).code());
  }

  @Test
  void theEndOfInputReachesAContainerAndWhatItSaysAfterwardsComesBack()
      throws IOException, InterruptedException {
    Path input = Files.writeString(folder.resolve("input"), "one\ntwo\n");
    String read = "while read -r line; do echo got $line; done; sleep 0.2; echo end";
    var run =
        open.dockerWithInput(
            input, "run", "-i", "--label", open.label(), open.image.name(), "-c", read);
    assertEquals(new OpenGate.Ended(0, "got one\ngot two\nend\n"), run);

    String id = open.create("sleep 60");
    open.docker("start", id);
    var exec = open.dockerWithInput(input, "exec", "-i", id, "/bin/sh", "-c", read);
    assertEquals(new OpenGate.Ended(0, "got one\ngot two\nend\n"), exec);
    assertEquals(7, open.docker("exec", id, "/bin/sh", "-c", "exit 7").code());
  }

  @Test
  void theOlderWayToTakeAConnectionOverWorks() throws IOException, InterruptedException {
    String id =
        open.dockerItself(
                "create",
                "-i",
                "--label",
                open.label(),
                open.image.name(),
                "-c",
                "read -r line; echo got $line")
            .output()
            .strip();
    try (var caller = new RawCaller(open.socket)) {
      caller.send(
          "POST /containers/%s/attach?stream=1&stdin=1&stdout=1 HTTP/1.1\r\nHost: d\r\n\r\n"
              .formatted(id));
      assertTrue(caller.until("\r\n\r\n").startsWith("HTTP/1.1 200 OK\r\n"));
      open.docker("start", id);
      caller.send("word\n");
      assertTrue(caller.until("\n").endsWith("got word\n"));
      caller.endSending();
      assertEquals("", caller.rest());
    }
  }

  @Test
  void tensOfMegabytesGoBothWaysUnchanged() throws IOException, InterruptedException {
    Path content = folder.resolve("content");
    byte[] megabyte = new byte[1024 * 1024];
    var random = new Random(1);
    try (var out = Files.newOutputStream(content)) {
      for (int i = 0; i < MEGABYTES; i++) {
        random.nextBytes(megabyte);
        out.write(megabyte);
      }
    }
    Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\nCOPY content /content\n");
    String name = "pillion-test-big:" + open.label();
    Path saved = folder.resolve("saved");
    try {
      var built = open.docker("build", "-t", name, folder.toString());
      assertEquals(0, built.code(), built.output());
      assertEquals(0, open.docker("save", "-o", saved.toString(), name).code());
      assertTrue(Files.size(saved) > (long) MEGABYTES * megabyte.length);
      String id = open.dockerItself("images", "-q", "--no-trunc", name).output();
      open.dockerItself("rmi", name);
      assertEquals(0, open.docker("load", "-i", saved.toString()).code());
      assertEquals(id, open.dockerItself("images", "-q", "--no-trunc", name).output());
    } finally {
      open.dockerItself("rmi", "-f", name);
      Files.delete(content);
      Files.deleteIfExists(saved);
    }
  }

  @Test
  void aPullThatFailsIsToldAsByDocker() throws IOException, InterruptedException {
    String image = "127.0.0.1:1/none:1";
    assertEquals(open.dockerItself("pull", image), open.docker("pull", image));
  }

  @Test
  void manyCallAtOnce() throws InterruptedException, ExecutionException {
    Callable<String> call =
        () ->
            RawCaller.once(
                open.socket, "GET /version HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
    var answers = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> done :
          threads.invokeAll(IntStream.range(0, 200).mapToObj(_ -> call).toList())) {
        answers.add(done.get());
      }
    }
    assertEquals(1, answers.stream().distinct().count());
    assertTrue(answers.getFirst().startsWith("HTTP/1.1 200 OK\r\n"));
    Eventually.holds("no connection stays", () -> open.gate.state().connections() == 0);
  }

  @Test
  void aCallerWhoLeavesAStreamLeavesNothingBehind() throws IOException {
    try (var caller = new RawCaller(open.socket)) {
      caller.send("GET /events HTTP/1.1\r\nHost: d\r\n\r\n").until("\r\n\r\n");
    }
    Eventually.holds("its connection ends", () -> open.gate.state().connections() == 0);
  }

  @Test
  void aSocketThatSomebodyListensOnIsLeftAlone() {
    var refused =
        assertThrows(MeshException.class, () -> GateSocket.open(java.util.Map.of(), open.socket));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("somebody listens there already"),
        refused.getMessage());
    assertTrue(Files.exists(open.socket));
  }

  @Test
  void dockerAwayIsSaidSo() throws IOException {
    Path socket = folder.resolve("away.sock");
    try (var gate =
            Gate.open(
                GateSocket.open(java.util.Map.of(), socket),
                java.net.UnixDomainSocketAddress.of(folder.resolve("none")),
                new ScriptedKeeper());
        var caller = new RawCaller(socket)) {
      caller.send("GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n");
      String answer =
          new String(caller.rest().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), answer);
      assertTrue(answer.contains("does not answer"), answer);
      assertEquals(0, gate.state().waiting());
    }
  }
}

package dev.pillion.agent.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.gate.Doorkeeper.Verdict;
import dev.pillion.agent.link.Eventually;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HeldStartTest {
  private OpenGate open;
  private String container = "";

  @BeforeEach
  void aContainerWhoseStartIsHeld() throws IOException, InterruptedException {
    open = new OpenGate();
    container = open.create("sleep 60");
    open.keeper.hold(container);
  }

  @AfterEach
  void nothingIsLeft() throws IOException, InterruptedException {
    open.close();
  }

  private RawCaller starting(String version) throws IOException {
    var caller = new RawCaller(open.socket);
    caller.send(
        "POST %s/containers/%s/start HTTP/1.1\r\nHost: docker\r\nContent-Length: 0\r\n\r\n"
            .formatted(version, container));
    Eventually.holds("the start is asked about", () -> open.keeper.asked.contains(container));
    return caller;
  }

  @Test
  void aStartWaitsForItsReleaseAndGoesOnAsDockerAnswersIt()
      throws IOException, InterruptedException {
    try (var caller = starting("/v1.41")) {
      // Calls of others go on meanwhile, and so do other starts.
      String other = open.create("sleep 60");
      assertEquals(0, open.docker("start", other).code());
      assertEquals("created", open.state(container));
      assertEquals(1, open.gate.state().waiting());

      open.keeper.decide(container, new Verdict.Go());
      assertTrue(caller.until("\r\n\r\n").startsWith("HTTP/1.1 204 No Content\r\n"));
      assertEquals("running", open.state(container));
      assertEquals(0, open.gate.state().waiting());

      // The connection is good for more, another start of the same among it.
      caller.send("GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n");
      assertTrue(caller.until("\r\n\r\nOK").startsWith("HTTP/1.1 200 OK\r\n"));
      caller.send("POST /containers/" + container + "/start HTTP/1.1\r\nHost: d\r\n\r\n");
      assertTrue(caller.until("\r\n\r\n").startsWith("HTTP/1.1 304 Not Modified\r\n"));
    }
  }

  @Test
  void theStartOfACallerWhoHasGoneIsDropped() throws IOException, InterruptedException {
    starting("").close();
    Eventually.holds("it is dropped", () -> open.gate.state().dropped() == 1);
    open.keeper.decide(container, new Verdict.Go());
    assertEquals(0, open.gate.state().waiting());
    assertEquals("created", open.state(container));
  }

  @Test
  void aFailureIsToldInTheFormThatDockersClientsRead() throws IOException, InterruptedException {
    var client = open.started("start", container);
    Eventually.holds("the start is asked about", () -> open.keeper.asked.contains(container));
    open.keeper.decide(container, new Verdict.Fail("virtual node \"a\\b\" is\nnot there; make it"));
    String output = new String(client.getInputStream().readAllBytes(), UTF_8);
    assertEquals(1, client.waitFor());
    assertTrue(
        output.startsWith(
            "Error response from daemon: pillion: virtual node \"a\\b\" is not there; make it\n"),
        output);
    assertEquals("created", open.state(container));
    assertEquals(1, open.gate.state().failed());
  }

  @Test
  void callersOfOldVersionsAreToldInPlainText() throws IOException {
    try (var caller = starting("/v1.21")) {
      open.keeper.decide(container, new Verdict.Fail("no"));
      String head = caller.until("\r\n\r\n");
      assertTrue(head.startsWith("HTTP/1.1 500 Internal Server Error\r\n"), head);
      assertTrue(head.contains("Content-Type: text/plain; charset=utf-8\r\n"), head);
      assertEquals("pillion: no\n", caller.until("\n"));
    }
  }

  @Test
  void aReasonIsNoLongerThanEcsKeeps() throws IOException {
    try (var caller = starting("/v1.21")) {
      open.keeper.decide(container, new Verdict.Fail("long ".repeat(1000)));
      caller.until("\r\n\r\n");
      String line = new String(caller.until("\n").getBytes(ISO_8859_1), UTF_8);
      assertEquals(900, line.strip().length());
      assertTrue(line.endsWith("…\n"), line);
    }
  }

  @Test
  void aStartThatIsLetThroughIsCounted() throws IOException, InterruptedException {
    try (var caller = starting("")) {
      open.keeper.decide(container, new Verdict.GoAnyway("its hold is open"));
      assertTrue(caller.until("\r\n\r\n").startsWith("HTTP/1.1 204 No Content\r\n"));
    }
    assertEquals("running", open.state(container));
    assertEquals(1, open.gate.state().letThrough());
  }

  @Test
  void aGateThatClosesTellsThoseWhoseStartsWait() throws IOException, InterruptedException {
    try (var caller = starting("")) {
      open.gate.close();
      String answer = caller.rest();
      assertTrue(
          answer.contains(
              "{\"message\":\"pillion: the agent stopped while it held the start of this container;"
                  + " start the task again\"}"),
          answer);
    }
    assertEquals("created", open.state(container));
  }
}

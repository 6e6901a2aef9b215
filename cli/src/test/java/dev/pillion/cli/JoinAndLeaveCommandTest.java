package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pillion.agent.v1.AgentStatus;
import dev.pillion.agent.v1.TaskStatus;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pillion join` and `pillion leave` against an agent's socket.
final class JoinAndLeaveCommandTest {
  @TempDir private Path run;
  private AnsweringAgent agent;

  @BeforeEach
  void anAgent() throws IOException {
    agent = new AnsweringAgent(run.resolve("agent.sock"));
  }

  @AfterEach
  void noAgent() {
    agent.close();
  }

  private Ran pillion(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--run-dir", run.toString()));
    return Ran.pillion(all.toArray(String[]::new));
  }

  private static TaskStatus task(TaskStatus.State state) {
    return TaskStatus.newBuilder().setId("t1").setArn("arn:task/t1").setState(state).build();
  }

  @Test
  void joinSaysWhatWasGivenAndWaitsUntilTheTaskIsInTheMesh() {
    agent.answer = task(TaskStatus.State.UNMESHED);
    agent.status = AgentStatus.newBuilder().addTasks(task(TaskStatus.State.RELEASED)).build();
    var ran =
        pillion(
            "join",
            "t",
            "--virtual-node",
            "demo/front",
            "--app-ports",
            "8080",
            "--label",
            "pillion.envoy-memory=512m");
    assertEquals("task t1 is released\n", ran.out());
    assertEquals(0, ran.status());
    assertEquals("t", agent.joined.getTask());
    assertEquals(
        Map.of(
            "pillion.virtual-node", "demo/front",
            "pillion.app-ports", "8080",
            "pillion.envoy-memory", "512m"),
        agent.joined.getLabelsMap());
  }

  @Test
  void aTaskThatIsNotThereInTimeIsAFailureWithItsReason() {
    agent.answer =
        task(TaskStatus.State.UNMESHED).toBuilder()
            .setReason("envoy-image")
            .setMessage("image x cannot be pulled")
            .setRemedy("correct it")
            .build();
    agent.status = AgentStatus.newBuilder().addTasks(agent.answer).build();
    var ran = pillion("join", "t1", "--wait", "1ms");
    assertEquals(1, ran.status());
    assertEquals(
        "task t1 is unmeshed (envoy-image)\n  t1: image x cannot be pulled; correct it\n",
        ran.out());
    assertEquals(0, pillion("join", "t1", "--wait", "0s").status());
  }

  @Test
  void whatTheAgentRefusesIsToldInItsWordsWithAStatusOfItsKind() {
    for (var told :
        Map.of(
                Status.NOT_FOUND, 1,
                Status.FAILED_PRECONDITION, 1,
                Status.ABORTED, 1,
                Status.INVALID_ARGUMENT, 2)
            .entrySet()) {
      agent.refusal = told.getKey().withDescription("task t1: is no more; look");
      var ran = pillion("leave", "t1");
      assertEquals(told.getValue(), ran.status(), told::toString);
      assertEquals("task t1: is no more; look\n", ran.err());
    }
  }

  @Test
  void leaveWaitsUntilTheTaskIsOutAndPrintsItAsJsonIfAsked() throws IOException {
    agent.answer = task(TaskStatus.State.LEAVING);
    agent.status =
        AgentStatus.newBuilder()
            .addTasks(task(TaskStatus.State.SKIPPED).toBuilder().setReason("left"))
            .build();
    var ran = pillion("leave", "t1", "--drain", "1500ms", "--json");
    JsonNode told = new ObjectMapper().readTree(ran.out());
    assertEquals("SKIPPED", told.get("state").asText());
    assertEquals("left", told.get("reason").asText());
    assertEquals(0, ran.status());
    assertEquals(1, agent.left.getDrain().getSeconds());
    assertEquals(500_000_000, agent.left.getDrain().getNanos());
  }

  @Test
  void wrongUseIsTold() {
    var ran = pillion("leave", "t1", "--drain", "soon");
    assertEquals(2, ran.status());
    assertTrue(ran.err().contains("'soon' is no time of at most 24h"), ran.err());
    assertEquals(2, pillion("join").status());
    var twice = pillion("join", "t1", "--mesh", "a", "--label", "pillion.mesh=b");
    assertEquals(2, twice.status());
    assertTrue(twice.err().contains("--label pillion.mesh"), twice.err());
  }

  @Test
  void withoutAnAgentThereIsARemedy() {
    agent.close();
    var ran = pillion("join", "t1");
    assertEquals(3, ran.status());
    assertTrue(ran.err().contains("start it with 'pillion agent'"), ran.err());
  }
}

package dev.pillion.inject.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.inject.apply.ContainerRuntime.Created;
import dev.pillion.inject.apply.ContainerRuntime.Pulled;
import dev.pillion.inject.apply.ContainerRuntime.Started;
import dev.pillion.inject.task.ContainerView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// What every container runtime does, the one in memory and Docker alike.
public abstract class ContainerRuntimeContract {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final int EXIT = 3;
  private static final int KILLED = 137;

  /// The runtime under test.
  protected abstract ContainerRuntime runtime();

  /// Id of a running container that owns a network namespace.
  protected abstract String owner();

  /// A prefix for names and the value of a label that no other test uses.
  protected abstract String unique();

  /// An image, with a command, whose containers run until they are told to stop.
  protected abstract Program runs();

  /// An image, with a command, whose containers print `done` and end with status 3.
  protected abstract Program ends();

  /// An image, with a command, whose containers need more memory than they may have.
  protected abstract Program outgrows();

  /// What to run.
  protected record Program(String image, List<String> command) {
    /// Copies its command.
    public Program {
      command = List.copyOf(command);
    }
  }

  private ContainerSpec spec(String name, Program program) {
    return new ContainerSpec(
        unique() + "-" + name,
        program.image(),
        program.command(),
        Optional.of("1337"),
        Map.of("COLOUR", "blue"),
        Map.of("dev.pillion.test", unique(), "dev.pillion.role", "envoy"),
        owner(),
        List.of(),
        OptionalLong.of(64 << 20),
        Set.of(),
        true);
  }

  private String made(String name, Program program) {
    return assertInstanceOf(Created.Container.class, runtime().create(spec(name, program))).id();
  }

  @Test
  void aMadeContainerIsSeenByIdByNameAndByLabel() {
    String id = made("seen", runs());
    ContainerDetail byId = runtime().inspect(id).orElseThrow();
    assertEquals(Optional.of(byId), runtime().inspect(unique() + "-seen"));
    assertEquals(ContainerView.State.CREATED, byId.view().state());
    assertEquals(Optional.empty(), byId.view().startedAt());
    assertEquals("container:" + owner(), byId.view().networkMode());
    assertEquals("1337", byId.view().user());
    assertEquals("envoy", byId.view().labels().get("dev.pillion.role"));
    assertTrue(listed(id));
  }

  @Test
  void aStartedContainerHasAProcessAndATime() {
    Instant before = Instant.now().minusSeconds(1);
    String id = made("runs", runs());
    assertInstanceOf(Started.Running.class, runtime().start(id));
    assertInstanceOf(Started.Running.class, runtime().start(id));
    ContainerDetail detail = runtime().inspect(id).orElseThrow();
    assertTrue(detail.running());
    assertTrue(detail.view().pid() > 0);
    assertTrue(detail.view().startedAt().orElseThrow().isAfter(before));
    assertEquals("SIGTERM", detail.stopSignal());
  }

  @Test
  void aStoppedContainerStaysAndStartsAgain() {
    String id = made("again", runs());
    runtime().start(id);
    runtime().stop(id, Duration.ofSeconds(1));
    runtime().stop(id, Duration.ofSeconds(1));
    assertEquals(ContainerView.State.EXITED, runtime().inspect(id).orElseThrow().view().state());
    assertInstanceOf(Started.Running.class, runtime().start(id));
    assertTrue(runtime().inspect(id).orElseThrow().running());
  }

  @Test
  void anEndedContainerTellsItsStatusAndItsWords() {
    String id = made("ends", ends());
    assertInstanceOf(Started.Running.class, runtime().start(id));
    await(() -> !runtime().inspect(id).orElseThrow().running());
    assertEquals(EXIT, runtime().inspect(id).orElseThrow().exitCode());
    assertFalse(runtime().inspect(id).orElseThrow().outOfMemory());
    assertEquals("done", runtime().tail(id, 5));
  }

  @Test
  void aContainerThatOutgrowsItsMemoryTellsSo() {
    String id = made("outgrows", outgrows());
    assertInstanceOf(Started.Running.class, runtime().start(id));
    await(() -> !runtime().inspect(id).orElseThrow().running());
    assertTrue(runtime().inspect(id).orElseThrow().outOfMemory());
    assertEquals(KILLED, runtime().inspect(id).orElseThrow().exitCode());
  }

  @Test
  void aRemovedContainerIsGoneAndRemovingItAgainIsAsOnce() {
    String id = made("gone", runs());
    runtime().start(id);
    runtime().remove(id);
    runtime().remove(id);
    runtime().stop(id, Duration.ofSeconds(1));
    assertEquals(Optional.empty(), runtime().inspect(id));
    assertFalse(listed(id));
    assertEquals("", runtime().tail(id, 5));
    assertInstanceOf(Started.Refused.class, runtime().start(id));
  }

  @Test
  void aNameIsGivenOnce() {
    made("name", runs());
    assertInstanceOf(Created.NameTaken.class, runtime().create(spec("name", runs())));
  }

  @Test
  void anImageThatIsNotThereIsNamed() {
    var missing = new Program("pillion-test.invalid/none:1", List.of());
    var created = assertInstanceOf(Created.NoImage.class, runtime().create(spec("image", missing)));
    assertTrue(created.problem().contains("pillion-test.invalid/none:1"), created.problem());
    var pulled =
        assertInstanceOf(Pulled.Failed.class, runtime().pull("pillion-test.invalid/none:1"));
    assertFalse(pulled.problem().isBlank());
  }

  private boolean listed(String id) {
    return runtime().list("dev.pillion.test=" + unique()).stream()
        .anyMatch(container -> container.id().equals(id));
  }

  private static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plus(BOUND);
    while (!condition.getAsBoolean()) {
      assertTrue(Instant.now().isBefore(end), "not within " + BOUND);
      Thread.onSpinWait();
    }
  }
}

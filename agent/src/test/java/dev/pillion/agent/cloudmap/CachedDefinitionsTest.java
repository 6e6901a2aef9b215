package dev.pillion.agent.cloudmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pillion.agent.link.Eventually;
import dev.pillion.agent.link.MutableClock;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.DefinitionView.Known;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CachedDefinitionsTest {
  private static final Known FRONT =
      new Known(
          List.of(
              new DefinitionView.Container(
                  "app", Map.of("pillion.mesh", "demo"), "1000", Set.of(8080, 9090)),
              new DefinitionView.Container("logs", Map.of(), "", Set.of())),
          "awsvpc",
          true);

  @TempDir Path folder;
  private final MutableClock clock = new MutableClock();
  private final AtomicInteger calls = new AtomicInteger();
  private final LinkedTransferQueue<Answer<Known>> answers = new LinkedTransferQueue<>();
  private CachedDefinitions definitions;

  private CachedDefinitions open() {
    definitions.close();
    definitions = start();
    return definitions;
  }

  private CachedDefinitions start() {
    return new CachedDefinitions(
        folder,
        (_, _) -> {
          calls.incrementAndGet();
          return answers.take();
        },
        clock);
  }

  @BeforeEach
  void begin() {
    definitions = start();
  }

  @AfterEach
  void close() {
    definitions.close();
  }

  private void awaitView(DefinitionView expected) {
    Eventually.holds("the view is " + expected, () -> view().equals(expected));
  }

  private DefinitionView view() {
    return definitions.view("web", "3");
  }

  @Test
  void manyQuestionsAreOneCall() {
    var told = new AtomicInteger();
    open().onChange(told::incrementAndGet);
    for (int i = 0; i < 100; i++) {
      assertInstanceOf(DefinitionView.Pending.class, view());
    }
    answers.add(new Answer.Given<>(FRONT));
    awaitView(FRONT);
    assertEquals(1, calls.get());
    Eventually.holds("the listener is told", () -> told.get() == 1);
  }

  @Test
  void whatWasReadOnceIsKnownAfterARestartWithoutACall() {
    open();
    view();
    answers.add(new Answer.Given<>(FRONT));
    awaitView(FRONT);
    definitions.close();
    open();
    awaitView(FRONT);
    assertEquals(1, calls.get());
  }

  @Test
  void aFailureIsSaidAndRepeatedLaterWithoutForgettingWhatWasSaid() {
    open();
    view();
    answers.add(new Answer.Failed<>("AccessDeniedException", "allow it"));
    var denied = new DefinitionView.Unavailable("AccessDeniedException");
    awaitView(denied);
    assertEquals(denied, view());
    assertEquals(1, calls.get());
    clock.advance(Duration.ofSeconds(16));
    assertEquals(denied, view());
    Eventually.holds("it is asked again", () -> calls.get() == 2);
    assertEquals(denied, view());
    answers.add(new Answer.Given<>(FRONT));
    awaitView(FRONT);
  }

  @Test
  void aBrokenFileIsReadAgainFromEcs() throws IOException {
    Files.createDirectories(folder.resolve("task-definitions"));
    Files.writeString(folder.resolve("task-definitions/web.3.json"), "{\"containers\": 1");
    open();
    view();
    answers.add(new Answer.Given<>(FRONT));
    awaitView(FRONT);
  }

  @Test
  void aNameThatEcsCannotHaveIsNoFile() {
    open();
    assertInstanceOf(DefinitionView.Unavailable.class, definitions.view("../../etc/passwd", "3"));
    assertInstanceOf(DefinitionView.Unavailable.class, definitions.view("", ""));
    assertEquals(0, calls.get());
  }
}

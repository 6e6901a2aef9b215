package dev.pillion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LinkTest {
  private final MutableClock clock = new MutableClock();
  private final Link link = new Link("server", "127.0.0.1:1", clock);

  @Test
  void aLinkThatFailsAgainIsDownSinceItsFirstFailure() {
    link.up();
    clock.advance(Duration.ofSeconds(5));
    link.down("refused", "start it");
    var first = clock.instant();
    clock.advance(Duration.ofSeconds(5));
    link.down("timed out", "start it");
    assertEquals(new LinkState("127.0.0.1:1", false, first, "timed out", "start it"), link.state());
  }

  @Test
  void aLinkThatComesBackForgetsItsProblem() {
    link.down("refused", "start it");
    assertFalse(link.state().up());
    clock.advance(Duration.ofSeconds(5));
    link.up();
    assertTrue(link.state().up());
    assertEquals("", link.state().problem());
    assertEquals(clock.instant(), link.state().since());
  }
}

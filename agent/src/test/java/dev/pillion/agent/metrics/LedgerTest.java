package dev.pillion.agent.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.agent.reconcile.EnvoyEnds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private final Ledger ledger = new Ledger();

  private double value(String name, String... labels) throws IOException {
    var out = new ByteArrayOutputStream();
    ledger.write(new Page(out));
    return StrictPage.read(out.toString(UTF_8)).value(name, labels).orElseThrow();
  }

  private void turns(Reports before, Reports now) {
    ledger.take(Optional.of(before.report()), now.report());
  }

  @Test
  void whatGrowsIsCounted() throws IOException {
    var task = Reports.released("t1");
    turns(task, task.repaired(2));
    turns(task.repaired(2), task.repaired(3).ended(new EnvoyEnds(3, 1, true)));
    turns(task.ended(new EnvoyEnds(3, 1, true)), task.ended(new EnvoyEnds(4, 2, true)));
    assertEquals(3, value("pillion_agent_rule_repairs_total"));
    assertEquals(2, value("pillion_agent_envoy_ends_total", "cause", "out-of-memory"));
    assertEquals(2, value("pillion_agent_envoy_ends_total", "cause", "other"));
    assertEquals(1, value("pillion_agent_envoy_crash_loops_total"));
  }

  @Test
  void aTaskThatCountsAnewIsNotTakenBack() throws IOException {
    var task = Reports.released("t1");
    turns(task.repaired(5), task);
    turns(task, task.repaired(1));
    assertEquals(1, value("pillion_agent_rule_repairs_total"));
  }

  @Test
  void exposureIsCountedOnceATask() throws IOException {
    var task = Reports.released("t1");
    var exposed = task.exposed(Duration.ofSeconds(2));
    ledger.take(Optional.empty(), exposed.report());
    turns(exposed, exposed.exposed(Duration.ofSeconds(3)));
    turns(task, exposed);
    assertEquals(2, value("pillion_agent_exposed_tasks_total"));
  }

  @Test
  void aHoldIsMeasuredAtItsFirstRelease() throws IOException {
    var task = Reports.released("t1");
    turns(task.notReleased(), task);
    turns(task, task);
    turns(task.notOptedIn().notReleased(), task.notOptedIn());
    assertEquals(1, value("pillion_agent_hold_duration_seconds_count"));
    assertEquals(0.4, value("pillion_agent_hold_duration_seconds_sum"));
    assertEquals(0, value("pillion_agent_hold_duration_seconds_bucket", "le", "0.25"));
    assertEquals(1, value("pillion_agent_hold_duration_seconds_bucket", "le", "0.5"));
    assertEquals(1, value("pillion_agent_hold_duration_seconds_bucket", "le", "+Inf"));
  }
}

package dev.pillion.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.metrics.Scraper;
import dev.pillion.agent.metrics.StrictPage;
import dev.pillion.ports.FreePorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole agent with neither Docker nor a server tells so by its metrics.
final class MeasuredAgentTest {
  @TempDir private Path folder;

  @Test
  void anAgentTellsItsMetricsFromItsStartToItsEnd() throws Exception {
    var at = InetSocketAddress.createUnresolved("127.0.0.1", FreePorts.next());
    try (var scraper = new Scraper(at)) {
      try (var _ = Agent.start(config(at))) {
        StrictPage page = StrictPage.read(scraper.page());
        assertEquals(Optional.of(0.0), page.value("pillion_agent_link_up", "link", "docker"));
        assertEquals(Optional.of(0.0), page.value("pillion_agent_link_up", "link", "server"));
        assertEquals(Optional.of(0.0), page.value("pillion_agent_tasks", "state", "released"));
        assertEquals(Optional.of(0.0), page.value("pillion_agent_rule_repairs_total"));
        assertEquals(Optional.empty(), page.value("pillion_agent_gate_starts_total"));
        assertTrue(page.value("process_open_fds").orElseThrow() > 0);
      }
      assertThrows(IOException.class, scraper::page);
    }
  }

  private AgentConfig config(InetSocketAddress metrics) {
    return new AgentConfig(
        Dial.plain("127.0.0.1:1"),
        folder.resolve("run"),
        folder.resolve("state"),
        "envoy:none",
        "routes:none",
        Duration.ofMillis(50),
        false,
        Optional.empty(),
        Duration.ofSeconds(5),
        URI.create("unix://" + folder.resolve("docker.sock")),
        Optional.of(metrics),
        Optional.empty());
  }
}

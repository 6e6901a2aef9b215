package dev.pillion.agent.metrics;

import dev.pillion.agent.gate.GateState;
import dev.pillion.agent.reconcile.Standing;
import dev.pillion.agent.relay.ServedProxy;
import dev.pillion.agent.relay.Source;
import dev.pillion.delta.TypeStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// The agent's own metrics. Their names, and what they mean, are told where they are made, and
/// docs/metrics.md is written from that.
final class AgentPage {
  private static final List<String> STATES =
      List.of(
          "draining", "held", "leaving", "refused", "released", "skipped", "undecided", "unmeshed");
  private static final List<String> SYNC = List.of("behind", "in-sync", "rejecting");
  private static final List<String> SOURCES =
      Stream.of(Source.values()).map(AgentPage::word).sorted().toList();

  private final Sources sources;
  private final Page page;

  AgentPage(Sources sources, Page page) {
    this.sources = sources;
    this.page = page;
  }

  void write() throws IOException {
    page.gauge("pillion_agent_info", "Always 1; its labels tell of the agent")
        .is(
            Labels.of("hold", sources.hold())
                .and("reporter", sources.reporter())
                .and("version", sources.version()),
            1);
    links();
    counted(
        "pillion_agent_tasks",
        "Tasks on the host, by state, as pillion status has it",
        STATES,
        sources.tasks().get(),
        task -> word(task.standing()));
    List<ServedProxy> proxies = sources.proxies().get();
    counted(
        "pillion_agent_proxies",
        "Envoys that the agent serves: in-sync, behind (a push is on its way or not accepted yet) or"
            + " rejecting (refused what it was sent last)",
        SYNC,
        proxies,
        AgentPage::sync);
    counted(
        "pillion_agent_proxies_served",
        "The same by where what they are served comes from: server, memory (the server is away),"
            + " last-good (the disk: the server has not answered since the agent's start) or nothing",
        SOURCES,
        proxies,
        proxy -> word(proxy.source()),
        "source");
    sources.ledger().write(page);
    if (sources.gate().get().isPresent()) {
      gate(sources.gate().get().get());
    }
    ProcessPage.write(page);
  }

  private void links() throws IOException {
    page.gauge("pillion_agent_link_up", "Whether what the agent talks to answers");
    for (var link : new TreeMap<>(sources.links().get()).entrySet()) {
      if (!link.getValue().endpoint().isEmpty()) {
        page.is(Labels.of("link", link.getKey()), link.getValue().up() ? 1 : 0);
      }
    }
  }

  private void gate(GateState gate) throws IOException {
    page.gauge("pillion_agent_gate_connections", "Connections to the gate").is(gate.connections());
    page.gauge("pillion_agent_gate_starts_waiting", "Starts that wait at the gate")
        .is(gate.waiting());
    page.counter("pillion_agent_gate_starts_total", "Starts that came to the gate")
        .is(gate.starts());
    page.counter(
            "pillion_agent_gate_starts_failed_total",
            "Starts that Docker never heard of, and whose callers were told why")
        .is(gate.failed());
    page.counter(
            "pillion_agent_gate_starts_let_through_total",
            "Starts that went on although their tasks were not in the mesh")
        .is(gate.letThrough());
    page.counter(
            "pillion_agent_gate_starts_dropped_total",
            "Starts whose callers went away before they were let go")
        .is(gate.dropped());
  }

  private <T> void counted(
      String name, String help, List<String> states, List<T> things, Function<T, String> state)
      throws IOException {
    counted(name, help, states, things, state, "state");
  }

  /// All states, so that one which comes to be is seen to have been 0.
  private <T> void counted(
      String name,
      String help,
      List<String> states,
      List<T> things,
      Function<T, String> state,
      String label)
      throws IOException {
    SortedMap<String, Integer> counts = new TreeMap<>();
    states.forEach(each -> counts.put(each, 0));
    things.forEach(thing -> counts.merge(state.apply(thing), 1, Integer::sum));
    page.gauge(name, help);
    for (Map.Entry<String, Integer> count : counts.entrySet()) {
      page.is(Labels.of(label, count.getKey()), count.getValue());
    }
  }

  private static String sync(ServedProxy proxy) {
    List<TypeStatus> types = proxy.types();
    if (types.stream().anyMatch(type -> type.rejection().isPresent())) {
      return "rejecting";
    }
    return !types.isEmpty() && types.stream().allMatch(TypeStatus::inSync) ? "in-sync" : "behind";
  }

  /// The state in one word, as status has it.
  static String word(Standing standing) {
    return switch (standing) {
      case Standing.Draining _ -> "draining";
      case Standing.Held _ -> "held";
      case Standing.Leaving _ -> "leaving";
      case Standing.Refused _ -> "refused";
      case Standing.Released _ -> "released";
      case Standing.Skipped _ -> "skipped";
      case Standing.Undecided _ -> "undecided";
      case Standing.Unmeshed _ -> "unmeshed";
    };
  }

  private static String word(Source source) {
    return source.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package dev.pillion.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// All that one run measured.
///
/// @param agentWeight the agent's CPU weight, where containers have 100
/// @param idle the programs' memory before the first task
/// @param full with all tasks running
/// @param plain pause start to release of tasks that do not opt in
record Report(
    Machine machine,
    int agentWeight,
    List<TaskRow> tasks,
    Memory idle,
    Memory full,
    List<Duration> plain,
    ServerStart serverStart,
    String loadAfter) {
  record Column(String title, Function<TaskRow, Duration> value) {}

  static final List<Column> COLUMNS =
      List.of(
          new Column("held", TaskRow::held),
          new Column("app", TaskRow::app),
          new Column("Envoy", TaskRow::envoy),
          new Column("routes", TaskRow::routes),
          new Column("released", TaskRow::released),
          new Column("connected", TaskRow::connected));

  Report {
    tasks = List.copyOf(tasks);
    plain = List.copyOf(plain);
  }

  /// As Markdown.
  String text() {
    var lines = new ArrayList<String>();
    lines.add(machine.text() + ", after " + loadAfter + ", CPU weight of the agent " + agentWeight);
    lines.add("");
    table(lines);
    lines.add("");
    lines.add("| | p50 ms | p95 ms |");
    lines.add("|---|---:|---:|");
    for (Column column : COLUMNS) {
      lines.add(summary(column.title(), tasks.stream().map(column.value()).toList()));
    }
    lines.add(summary("not opted in: released", plain));
    lines.add(summary("server start, warm", serverStart.warm()));
    serverStart.cold().ifPresent(cold -> lines.add(summary("server start, cold", List.of(cold))));
    lines.add("");
    lines.add("| resident memory | idle MB | with %d tasks MB |".formatted(tasks.size()));
    lines.add("|---|---:|---:|");
    lines.add(memory("agent", idle.agent(), full.agent()));
    lines.add(memory("server", idle.server(), full.server()));
    return String.join("\n", lines) + "\n";
  }

  private void table(List<String> lines) {
    String titles = String.join(" | ", COLUMNS.stream().map(Column::title).toList());
    lines.add("| task | " + titles + " | leaked |");
    lines.add("|---:|" + "---:|".repeat(COLUMNS.size() + 1));
    for (int i = 0; i < tasks.size(); i++) {
      TaskRow row = tasks.get(i);
      String cells =
          String.join(
              " | ", COLUMNS.stream().map(column -> number(column.value().apply(row))).toList());
      lines.add("| %d | %s | %d |".formatted(i + 1, cells, row.leaked()));
    }
  }

  private static String summary(String title, List<Duration> values) {
    Spread spread = Spread.of(values);
    return String.format(Locale.ROOT, "| %s | %.1f | %.1f |", title, spread.p50(), spread.p95());
  }

  private static String number(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", Spread.millis(duration));
  }

  private static String memory(String title, long idle, long full) {
    return String.format(
        Locale.ROOT, "| %s | %.1f | %.1f |", title, idle * 1.024e-3, full * 1.024e-3);
  }
}

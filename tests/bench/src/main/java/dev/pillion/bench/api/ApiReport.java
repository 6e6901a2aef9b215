package dev.pillion.bench.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pillion.bench.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// All that one run measured.
///
/// @param together how many requests at once
/// @param runs of our own server
/// @param moto the same steps there
record ApiReport(
    Machine machine,
    Scenario scenario,
    int together,
    List<ServerRun> runs,
    ServerRun moto,
    String loadAfter) {
  ApiReport {
    runs = List.copyOf(runs);
  }

  /// As Markdown.
  String text() {
    var lines = new ArrayList<String>();
    lines.add(machine.text() + ", after " + loadAfter);
    lines.add("");
    lines.add(
        "%d virtual nodes and %d routes in one mesh, %d requests at once"
            .formatted(scenario.nodes(), scenario.routes(), together));
    for (ServerRun run : runs) {
      lines.add("");
      lines.add(
          "| %s | requests | per second | p50 ms | p99 ms | KiB allocated each | times moto |"
              .formatted(run.name()));
      lines.add("|---|---:|---:|---:|---:|---:|---:|");
      for (int i = 0; i < run.steps().size(); i++) {
        Measured step = run.steps().get(i);
        double times = step.perSecond() / moto.steps().get(i).perSecond();
        lines.add(
            row(step)
                + String.format(Locale.ROOT, " %.1f | %.1f |", step.allocated() / 1024, times));
      }
      lines.add("");
      lines.add(
          String.format(
              Locale.ROOT,
              "Start with that state, warm, in ms: %s; resident memory after it: %.0f MiB.",
              milliseconds(run.starts()),
              run.residentMebibytes()));
    }
    lines.add("");
    lines.add("| %s | requests | per second | p50 ms | p99 ms |".formatted(moto.name()));
    lines.add("|---|---:|---:|---:|---:|");
    moto.steps().forEach(step -> lines.add(row(step)));
    return String.join("\n", lines) + "\n";
  }

  private static String row(Measured step) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.0f | %.2f | %.2f |",
        step.step(),
        step.requests(),
        step.perSecond(),
        step.p50(),
        step.p99());
  }

  private static List<Long> milliseconds(List<Duration> durations) {
    return durations.stream().map(Duration::toMillis).toList();
  }

  /// For other programs: times in milliseconds, memory in bytes but where its name says MiB.
  String json() {
    var document = new LinkedHashMap<String, Object>();
    document.put("machine", machine);
    document.put("loadAfter", loadAfter);
    document.put("scenario", scenario);
    document.put("together", together);
    for (ServerRun run : runs) {
      document.put(
          run.name(),
          Map.of(
              "steps", run.steps(),
              "startMilliseconds", milliseconds(run.starts()),
              "residentMebibytes", run.residentMebibytes()));
    }
    document.put(moto.name(), Map.of("steps", moto.steps()));
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report cannot be written as JSON: " + e.getMessage(), e);
    }
  }
}

package dev.pillion.bench.xds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pillion.bench.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// All that one run measured.
record XdsReport(Machine machine, Content content, List<Step> steps, String loadAfter) {
  XdsReport {
    steps = List.copyOf(steps);
  }

  /// As Markdown.
  String text() {
    var lines = new ArrayList<String>();
    lines.add(machine.text() + ", after " + loadAfter);
    lines.add("");
    lines.add(
        "%d virtual nodes in the mesh; each proxy is of `front`, which has %d backends of 2 endpoints"
            .formatted(content.nodes(), content.backends()));
    lines.add("");
    lines.add(
        "| dialect | proxies | step | runs | p50 ms | p99 ms | last ms | CPU s | MiB allocated | RSS MiB |");
    lines.add("|---|---:|---|---:|---:|---:|---:|---:|---:|---:|");
    for (Step step : steps) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %d | %s | %d | %.1f | %.1f | %.1f | %.2f | %.1f | %.0f |",
              step.dialect(),
              step.proxies(),
              step.step(),
              step.runs(),
              step.milliseconds().p50(),
              step.milliseconds().p99(),
              step.milliseconds().max(),
              step.cost().cpuSeconds(),
              step.cost().allocatedBytes() / (1 << 20),
              step.residentMebibytes()));
    }
    return String.join("\n", lines) + "\n";
  }

  /// For other programs.
  String json() {
    var document = new LinkedHashMap<String, Object>();
    document.put("machine", machine);
    document.put("loadAfter", loadAfter);
    document.put("content", content);
    document.put("steps", steps);
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report cannot be written as JSON: " + e.getMessage(), e);
    }
  }
}

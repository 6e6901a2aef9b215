package dev.pillion.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A report for other programs; times in milliseconds, memory in KiB.
final class ReportJson {
  private ReportJson() {}

  static String of(Report report) {
    var document = new LinkedHashMap<String, Object>();
    document.put("machine", report.machine());
    document.put("agentWeight", report.agentWeight());
    document.put("loadAfter", report.loadAfter());
    document.put("tasks", report.tasks().stream().map(ReportJson::row).toList());
    document.put("notOptedInReleased", millis(report.plain()));
    document.put("serverStartWarm", millis(report.serverStart().warm()));
    document.put("serverStartCold", millis(report.serverStart().cold().stream().toList()));
    document.put("idle", report.idle());
    document.put("full", report.full());
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report cannot be written as JSON: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> row(TaskRow row) {
    var cells = new LinkedHashMap<String, Object>();
    Report.COLUMNS.forEach(
        column -> cells.put(column.title(), Spread.millis(column.value().apply(row))));
    cells.put("leaked", row.leaked());
    return cells;
  }

  private static List<Double> millis(List<Duration> values) {
    return values.stream().map(Spread::millis).toList();
  }
}

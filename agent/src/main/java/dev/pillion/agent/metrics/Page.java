package dev.pillion.agent.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes metrics in Prometheus's text format.
final class Page {
  private static final double WHOLE = 1e15;

  private final OutputStream out;
  private String name = "";

  Page(OutputStream out) {
    this.out = out;
  }

  /// Begins a family; its samples follow.
  Page counter(String family, String help) throws IOException {
    return family(family, "counter", help);
  }

  /// Begins a family; its samples follow.
  Page gauge(String family, String help) throws IOException {
    return family(family, "gauge", help);
  }

  /// Begins a family; its samples follow.
  Page histogram(String family, String help) throws IOException {
    return family(family, "histogram", help);
  }

  private Page family(String family, String type, String help) throws IOException {
    name = family;
    return line("# HELP " + family + " " + help).line("# TYPE " + family + " " + type);
  }

  /// A sample without labels.
  Page is(long value) throws IOException {
    return is(Labels.NONE, value);
  }

  /// The same of what is not whole.
  Page is(double value) throws IOException {
    return is(Labels.NONE, value);
  }

  /// A sample.
  Page is(Labels labels, long value) throws IOException {
    return part("", labels, Long.toString(value));
  }

  /// The same of what is not whole.
  Page is(Labels labels, double value) throws IOException {
    return part("", labels, written(value));
  }

  /// A sample whose name is longer than its family's.
  Page part(String part, Labels labels, String value) throws IOException {
    return line(new Sample(name + part, "", " " + value).with(labels));
  }

  private Page line(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  static String written(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < WHOLE
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}

package dev.pillion.bench;

import dev.pillion.rig.RigException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server tells of itself at `/metrics`.
public record ServerCounters(URI server) {
  /// What it has taken of its heap so far.
  public double allocatedBytes() {
    return value("jvm_allocated_bytes_total");
  }

  /// What it holds of the machine's memory.
  public double residentBytes() {
    return value("process_resident_memory_bytes");
  }

  private double value(String name) {
    try (var page = server.resolve("/metrics").toURL().openStream()) {
      String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
      Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(text);
      if (!line.find()) {
        throw new RigException("the server's /metrics has no " + name);
      }
      return Double.parseDouble(line.group(1));
    } catch (IOException e) {
      throw new RigException("the server's /metrics cannot be read: " + e, e);
    }
  }
}

package dev.pillion.bench.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pillion.bench.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures what writes to meshes of several sizes allocate; scripts/bench sets the scene.
@Command(
    name = "scripts/bench store",
    mixinStandardHelpOptions = true,
    description = "Measures what a write to the SQLite store allocates, by the size of its mesh.")
public final class StoreBench implements Callable<Integer> {
  @Option(
      names = "--resources",
      split = ",",
      defaultValue = "60,600,6000",
      description = "How many resources each mesh has; default: ${DEFAULT-VALUE}.")
  private List<Integer> sizes = List.of(60, 600, 6000);

  @Option(
      names = "--writes",
      defaultValue = "500",
      description = "How many writes of each kind; default: ${DEFAULT-VALUE}.")
  private int writes = 500;

  @Option(names = "--json", description = "Print JSON instead of Markdown.")
  private boolean json;

  private StoreBench() {}

  /// Entry point.
  public static void main(String[] args) {
    // A line a write is a server's to print; here it would be most of what is printed.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    System.exit(new CommandLine(new StoreBench()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Machine machine = Machine.read("");
    Path folder = Files.createTempDirectory("pillion-bench-store");
    // So that no cold code is in what is measured.
    Writes.measure(folder.resolve("warm-up"), sizes.getFirst(), writes);
    var rows = new ArrayList<Writes>();
    for (int size : sizes) {
      System.err.printf("==> a mesh of %d resources%n", size);
      rows.add(Writes.measure(folder.resolve("mesh-of-" + size), size, writes));
    }
    System.out.print(json ? json(machine, rows) : text(machine, rows));
    return 0;
  }

  private static String text(Machine machine, List<Writes> rows) {
    var text = new StringBuilder(machine.text()).append("\n\n");
    text.append("| resources in the mesh | update node, KiB | update route, KiB | tag, KiB |\n");
    text.append("|---:|---:|---:|---:|\n");
    rows.forEach(row -> text.append(row.row()));
    return text.toString();
  }

  private static String json(Machine machine, List<Writes> rows) {
    try {
      return new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(Map.of("machine", machine, "bytesEach", rows))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report cannot be written as JSON: " + e.getMessage(), e);
    }
  }
}

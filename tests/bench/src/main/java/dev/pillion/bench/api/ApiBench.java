package dev.pillion.bench.api;

import dev.pillion.bench.Machine;
import dev.pillion.localecs.Moto;
import dev.pillion.rig.Folders;
import dev.pillion.rig.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the API on one large mesh; scripts/bench sets the scene.
@Command(
    name = "scripts/bench api",
    mixinStandardHelpOptions = true,
    description = "Measures the App Mesh API on one large mesh, on both stores and beside moto's.")
public final class ApiBench implements Callable<Integer> {
  /// So that neither server runs cold code in what is measured.
  private static final int WARM_UPS = 3;

  @Option(
      names = "--nodes",
      defaultValue = "1000",
      description = "How many virtual nodes; default: ${DEFAULT-VALUE}.")
  private int nodes = 1000;

  @Option(
      names = "--routes",
      defaultValue = "5000",
      description = "How many routes, 50 a virtual router; default: ${DEFAULT-VALUE}.")
  private int routes = 5000;

  @Option(
      names = "--reads",
      defaultValue = "5000",
      description = "How many of each kind of read; default: ${DEFAULT-VALUE}.")
  private int reads = 5000;

  @Option(
      names = "--together",
      defaultValue = "4",
      description = "How many requests at once; default: ${DEFAULT-VALUE}.")
  private int together = 4;

  @Option(names = "--json", description = "Print JSON instead of Markdown.")
  private boolean json;

  private ApiBench() {}

  /// Entry point.
  public static void main(String[] args) {
    var command = new CommandLine(new ApiBench());
    command.setExecutionExceptionHandler((failure, line, result) -> {
      line.getErr().println("error: " + failure.getMessage());
      return 1;
    });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Machine machine = Machine.read("");
    Path folder = Files.createTempDirectory("pillion-bench-api");
    try {
      return measure(machine, folder);
    } finally {
      Folders.remove(folder);
    }
  }

  private int measure(Machine machine, Path folder) throws IOException {
    var scenario = new Scenario("bench", nodes, routes, reads);
    List<Scenario> warmUps =
        IntStream.range(0, WARM_UPS)
            .mapToObj(i -> new Scenario("warm-up-" + i, 100, 200, 500))
            .toList();
    say("%d virtual nodes, %d routes, %d at once".formatted(nodes, routes, together));
    var runs = new ArrayList<ServerRun>();
    say("pillion on SQLite");
    try (var server = Server.in(folder(folder, "sqlite"), List.of(), Map.of())) {
      runs.add(ServerRun.measure("Pillion on SQLite", server, warmUps, scenario, together));
    }
    say("pillion on DynamoDB Local");
    try (var table = new Table();
        var server = table.server(folder(folder, "dynamodb"))) {
      runs.add(ServerRun.measure("Pillion on DynamoDB Local", server, warmUps, scenario, together));
    }
    say("moto");
    ServerRun moto = moto(folder, warmUps.getFirst(), scenario);
    var report = new ApiReport(machine, scenario, together, runs, moto, Machine.loadNow());
    System.out.print(json ? report.json() : report.text());
    return 0;
  }

  /// It compiles nothing, so one warm-up is enough.
  private ServerRun moto(Path folder, Scenario warmUp, Scenario scenario) {
    Path python = Moto.pythonHome(System.getenv("PILLION_PYTHON_HOME"));
    try (var server = Moto.start(python, folder.resolve("moto.log"));
        var client = new LoadClient(server.endpoint(), together)) {
      Run.of(warmUp, client, () -> Double.NaN);
      List<Measured> steps = Run.of(scenario, client, () -> Double.NaN);
      return new ServerRun("moto", steps, List.of(), Double.NaN);
    }
  }

  private static Path folder(Path parent, String name) throws IOException {
    return Files.createDirectory(parent.resolve(name));
  }

  private static void say(String words) {
    System.err.println("==> " + words);
  }
}

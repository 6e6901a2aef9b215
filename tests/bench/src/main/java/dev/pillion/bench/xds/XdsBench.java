package dev.pillion.bench.xds;

import dev.pillion.bench.Machine;
import dev.pillion.bench.ServerCounters;
import dev.pillion.delta.XdsType;
import dev.pillion.rig.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures how proxies are configured, many at once; scripts/bench sets the scene.
@Command(
    name = "scripts/bench xds",
    mixinStandardHelpOptions = true,
    description =
        "Measures how long many proxies wait for their configuration and for a change of it, and"
            + " what the server takes for that.")
public final class XdsBench implements Callable<Integer> {
  private static final int CHANGED = 3;

  @Option(
      names = "--proxies",
      split = ",",
      defaultValue = "100,1000,5000",
      description = "How many proxies at once, each number in turn; default: ${DEFAULT-VALUE}.")
  private List<Integer> proxies = List.of();

  @Option(
      names = "--dialects",
      split = ",",
      defaultValue = "delta,world",
      description = "delta, world (the state of the world) or both; default: ${DEFAULT-VALUE}.")
  private List<String> dialects = List.of();

  @Option(
      names = "--nodes",
      defaultValue = "1000",
      description = "How many virtual nodes are in the mesh; default: ${DEFAULT-VALUE}.")
  private int nodes = 1000;

  @Option(
      names = "--backends",
      defaultValue = "100",
      description = "How many of them each proxy calls; default: ${DEFAULT-VALUE}.")
  private int backends = 100;

  @Option(
      names = "--runs",
      defaultValue = "5",
      description =
          "How often each step is measured, after one that is not; default:" + " ${DEFAULT-VALUE}.")
  private int runs = 5;

  @Option(names = "--json", description = "Print JSON instead of Markdown.")
  private boolean json;

  private int markers;

  private XdsBench() {}

  /// Entry point.
  public static void main(String[] args) {
    var command = new CommandLine(new XdsBench());
    command.setExecutionExceptionHandler((failure, line, result) -> {
      line.getErr().println("error: " + failure.getMessage());
      return 1;
    });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Machine machine = Machine.read("");
    var content = new Content(nodes, backends);
    var folder = Files.createTempDirectory("pillion-bench-xds");
    var steps = new ArrayList<Step>();
    try (var server = Server.in(folder, List.of(), Map.of())) {
      server.start();
      say("making %d virtual nodes".formatted(nodes));
      try (var api = new MeshApi(server.api());
          var reporter = new Reporter(server.xds(), content.instances(), () -> {})) {
        content.create(api);
        for (int count : proxies) {
          for (String dialect : dialects) {
            measure(new Scene(server, api, reporter), speech(dialect), count, steps::add);
          }
        }
      }
    }
    var report = new XdsReport(machine, content, steps, Machine.loadNow());
    System.out.print(json ? report.json() : report.text());
    return 0;
  }

  private record Scene(Server server, MeshApi api, Reporter reporter) {}

  private void measure(Scene scene, Speech<?, ?> speech, int count, Consumer<Step> steps) {
    String dialect = speech instanceof Speech.Delta ? "delta" : "state of the world";
    say("%d proxies, %s".formatted(count, dialect));
    var storms = new Figures();
    for (int i = 0; i <= runs; i++) {
      try (var fleet = new Fleet(count)) {
        storms.measure(scene.server(), i > 0, () -> fleet.connect(scene.server().xds(), speech));
        if (i == runs) {
          steps.accept(storms.step(dialect, count, "connect all at once", scene.server()));
          steps.accept(routes(scene, fleet, dialect, count));
          steps.accept(endpoints(scene, fleet, dialect, count));
        }
      }
    }
  }

  private Step routes(Scene scene, Fleet fleet, String dialect, int count) {
    var figures = new Figures();
    for (int i = 0; i <= runs; i++) {
      String marker = "mark-%d-".formatted(++markers);
      figures.measure(
          scene.server(),
          i > 0,
          () ->
              fleet.change(
                  XdsType.RDS, marker, () -> Content.changeRoute(scene.api(), CHANGED, marker)));
    }
    return figures.step(dialect, count, "change a route", scene.server());
  }

  private Step endpoints(Scene scene, Fleet fleet, String dialect, int count) {
    var figures = new Figures();
    for (int i = 0; i <= runs; i++) {
      markers++;
      String address = "10.99.%d.%d".formatted(markers / 250, markers % 250);
      figures.measure(
          scene.server(),
          i > 0,
          () ->
              fleet.change(
                  XdsType.EDS,
                  address,
                  () -> scene.reporter().report(Content.instances(CHANGED, List.of(address)))));
    }
    return figures.step(dialect, count, "add an endpoint", scene.server());
  }

  private static Speech<?, ?> speech(String dialect) {
    return switch (dialect) {
      case "delta" -> new Speech.Delta();
      case "world" -> new Speech.World();
      default ->
          throw new IllegalArgumentException(
              "--dialects names '%s': give delta, world or both".formatted(dialect));
    };
  }

  private static void say(String words) {
    System.err.println("==> " + words);
  }

  /// What the runs of one step came to.
  private static final class Figures {
    private final List<Spread> spreads = new ArrayList<>();
    private final List<Cost> costs = new ArrayList<>();

    void measure(Server server, boolean counted, Supplier<Spread> run) {
      Cost before = Cost.soFar(server);
      Spread spread = run.get();
      Cost cost = Cost.soFar(server).since(before);
      if (counted) {
        spreads.add(spread);
        costs.add(cost);
      }
    }

    Step step(String dialect, int count, String name, Server server) {
      double resident = new ServerCounters(server.api()).residentBytes() / (1 << 20);
      return new Step(
          dialect,
          count,
          name,
          spreads.size(),
          Spread.median(spreads),
          Cost.median(costs),
          resident);
    }
  }
}

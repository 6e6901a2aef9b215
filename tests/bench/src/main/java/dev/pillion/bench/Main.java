package dev.pillion.bench;

import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures tasks that are started one after another and run on; scripts/bench sets the scene.
@Command(
    name = "scripts/bench",
    mixinStandardHelpOptions = true,
    description = "Measures what tasks wait for and what the programs take of memory.")
public final class Main implements Callable<Integer> {
  private static final Duration SETTLE = Duration.ofSeconds(5);

  @Option(
      names = "--tasks",
      defaultValue = "20",
      description = "How many tasks join the mesh; default: ${DEFAULT-VALUE}.")
  private int tasks = 20;

  @Option(
      names = "--plain",
      defaultValue = "10",
      description = "How many tasks do not; default: ${DEFAULT-VALUE}.")
  private int plain = 10;

  @Option(names = "--json", description = "Print JSON, times in milliseconds, instead of Markdown.")
  private boolean json;

  @Option(names = "--image", required = true, hidden = true)
  private String image = "";

  @Option(names = "--docker", required = true, hidden = true)
  private String docker = "";

  private Main() {}

  /// Entry point.
  public static void main(String[] args) {
    var command = new CommandLine(new Main());
    command.setExecutionExceptionHandler((failure, line, result) -> {
      line.getErr().println("error: " + failure.getMessage());
      return 1;
    });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() {
    Machine machine = Machine.read(docker);
    say("starting the server again and again");
    ServerStart starts = ServerStart.measure();
    Report report = measure(machine, starts);
    System.out.print(json ? ReportJson.of(report) : report.text());
    return 0;
  }

  private Report measure(Machine machine, ServerStart starts) {
    say("starting moto, the server and the agent");
    try (var rig = Rig.start();
        var weight = CpuWeight.of(rig.agent().pid(), CpuWeight.AGENT)) {
      rig.registry().createService("demo.local", "colorteller-blue");
      rig.mesh().createDemo();
      Wait.until(
          "the agent's connection to the server",
          SETTLE,
          () -> rig.agent().status().getServer().getUp());
      rest();
      Memory idle = Memory.of(rig);
      var starter = new Tasks(rig, image);
      List<TaskRow> rows = new ArrayList<>();
      for (int i = 1; i <= tasks; i++) {
        TaskRow row = starter.meshed();
        say("task %d of %d: released after %d ms".formatted(i, tasks, row.released().toMillis()));
        rows.add(row);
      }
      rest();
      Memory full = Memory.of(rig);
      say("starting %d tasks that do not opt in".formatted(plain));
      List<Duration> skipped = new ArrayList<>();
      for (int i = 0; i < plain; i++) {
        skipped.add(starter.plain());
      }
      return new Report(
          machine, weight.weight(), rows, idle, full, skipped, starts, Machine.loadNow());
    }
  }

  /// Lets what was just done settle.
  private static void rest() {
    long end = System.nanoTime() + SETTLE.toNanos();
    for (long left = SETTLE.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void say(String words) {
    System.err.println("==> " + words);
  }
}

package dev.pillion.bench.api;

import dev.pillion.bench.ServerCounters;
import dev.pillion.rig.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What came of the scenario on one server.
///
/// @param starts from `bin/pillion server` to its ready line, with all that the scenario made; none
///   of another server
/// @param residentMebibytes after the last of them; not a number of another server
record ServerRun(
    String name, List<Measured> steps, List<Duration> starts, double residentMebibytes) {
  private static final int STARTS = 5;

  ServerRun {
    steps = List.copyOf(steps);
    starts = List.copyOf(starts);
  }

  /// @param server yet to be started; left running
  static ServerRun measure(
      String name, Server server, List<Scenario> warmUps, Scenario scenario, int together) {
    server.start();
    var counters = new ServerCounters(server.api());
    List<Measured> steps;
    try (var client = new LoadClient(server.api(), together)) {
      warmUps.forEach(warmUp -> Run.of(warmUp, client, counters::allocatedBytes));
      steps = Run.of(scenario, client, counters::allocatedBytes);
    }
    var starts = new ArrayList<Duration>();
    for (int i = 0; i < STARTS; i++) {
      server.stop();
      long began = System.nanoTime();
      server.start();
      starts.add(Duration.ofNanos(System.nanoTime() - began));
    }
    double resident = new ServerCounters(server.api()).residentBytes() / (1 << 20);
    return new ServerRun(name, steps, starts, resident);
  }
}

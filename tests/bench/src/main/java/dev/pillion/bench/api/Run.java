package dev.pillion.bench.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/// Takes one server through a scenario.
final class Run {
  private Run() {}

  static List<Measured> of(Scenario scenario, LoadClient client, DoubleSupplier allocated) {
    var measured = new ArrayList<Measured>();
    for (Step step : scenario.steps()) {
      Measured result = client.run(step, allocated);
      if (step.measured()) {
        measured.add(result);
      }
    }
    return measured;
  }
}

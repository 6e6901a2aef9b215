package dev.pillion.agent.doctor;

import dev.pillion.agent.netns.Facilities;
import java.util.List;

/// Whether something keeps the clock right. AWS refuses signatures that are 5 minutes off.
record ClockCheck() implements Check {
  @Override
  public List<Finding> look() {
    return List.of(
        Facilities.clockIsKept()
            ? Finding.fit("clock", "kept by a time service")
            : Finding.poor(
                "clock",
                "no time service keeps it, says the kernel",
                "start chronyd or systemd-timesyncd"));
  }
}

package dev.pillion.bench.xds;

import dev.pillion.bench.ServerCounters;
import dev.pillion.rig.RigException;
import dev.pillion.rig.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What something took of the server.
///
/// @param cpuSeconds of its process, by the kernel
/// @param allocatedBytes of its heap
record Cost(double cpuSeconds, double allocatedBytes) {
  // USER_HZ, which is 100 on every Linux that Java runs on.
  private static final double TICKS = 100;
  // proc_pid_stat(5): utime is the 14th field, stime the 15th; the name, which may have blanks, is
  // the second.
  private static final int USER = 14 - 3;
  private static final int SYSTEM = 15 - 3;

  /// All that it has taken so far.
  static Cost soFar(Server server) {
    return new Cost(cpu(server.pid()), new ServerCounters(server.api()).allocatedBytes());
  }

  Cost since(Cost before) {
    return new Cost(cpuSeconds - before.cpuSeconds, allocatedBytes - before.allocatedBytes);
  }

  /// Of each figure the middle one.
  static Cost median(List<Cost> costs) {
    return new Cost(
        Spread.median(costs.stream().mapToDouble(Cost::cpuSeconds).toArray()),
        Spread.median(costs.stream().mapToDouble(Cost::allocatedBytes).toArray()));
  }

  private static double cpu(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS;
    } catch (IOException e) {
      throw new RigException("the server's process is gone: " + e, e);
    }
  }
}

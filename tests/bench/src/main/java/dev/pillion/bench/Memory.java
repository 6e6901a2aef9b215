package dev.pillion.bench;

import dev.pillion.rig.Rig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Resident memory at one moment: the kernel's VmRSS, in KiB.
record Memory(long agent, long server) {
  static Memory of(Rig rig) {
    return new Memory(resident(rig.agent().pid()), resident(rig.server().pid()));
  }

  private static long resident(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.replaceAll("[^0-9]", ""))
          .mapToLong(Long::parseLong)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

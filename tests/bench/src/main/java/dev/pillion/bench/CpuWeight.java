package dev.pillion.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A control group of a process's own with the share of the processors that its unit gives it, for
/// as long as it is open. Containers have a hundred each.
record CpuWeight(Path group, int weight) implements AutoCloseable {
  /// `CPUWeight=` of pillion-agent.service.
  static final int AGENT = 1000;

  private static final Path SHARES = Path.of("/sys/fs/cgroup/cpu");
  private static final Path UNIFIED = Path.of("/sys/fs/cgroup");
  // What Docker and systemd take a weight of 100 for.
  private static final int SHARES_OF_A_HUNDRED = 1024;

  /// Moves a process, with all its threads, into such a group.
  static CpuWeight of(long pid, int weight) {
    boolean shares = Files.isDirectory(SHARES);
    Path group = (shares ? SHARES : UNIFIED).resolve("pillion-bench-" + pid);
    try {
      if (!shares) {
        Files.writeString(UNIFIED.resolve("cgroup.subtree_control"), "+cpu");
      }
      Files.createDirectory(group);
      if (shares) {
        int amount = weight * SHARES_OF_A_HUNDRED / 100;
        Files.writeString(group.resolve("cpu.shares"), Integer.toString(amount));
      } else {
        Files.writeString(group.resolve("cpu.weight"), Integer.toString(weight));
      }
      Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
      return new CpuWeight(group, weight);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lets what is in it go, and removes it.
  @Override
  public void close() {
    try {
      Path above = group.resolveSibling("cgroup.procs");
      for (String pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
        Files.writeString(above, pid);
      }
      Files.delete(group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.pillion.traffic.net;

import dev.pillion.rig.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A network of hosts that this machine's own network knows nothing of: a bridge in a namespace of
/// its own, and a namespace for each host.
public final class Lan implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String prefix;
  private final Path folder;
  private final List<Host> hosts = new ArrayList<>();
  private final Thread atExit = new Thread(this::remove, "lan-removal");

  private Lan(String prefix, Path folder) {
    this.prefix = prefix;
    this.folder = folder;
  }

  /// One without hosts. What killed runs left is removed first.
  public static Lan open() {
    Leftovers.remove();
    String prefix = Leftovers.ofThisRun() + COUNT.incrementAndGet() + "-";
    var lan = new Lan(prefix, folder(prefix));
    Runtime.getRuntime().addShutdownHook(lan.atExit);
    try {
      lan.bridge();
      return lan;
    } catch (RuntimeException e) {
      lan.close();
      throw e;
    }
  }

  /// For files that everything on the network may read; gone with the network.
  public Path folder() {
    return folder;
  }

  /// A new host. It reaches all others by their addresses, and sends what is for anybody else to a
  /// gateway that drops it.
  public synchronized Host host(String name, Families families) {
    var host = Host.join(prefix + name, prefix + "hub", hosts.size() + 2, families);
    hosts.add(host);
    return host;
  }

  private void bridge() {
    String hub = prefix + "hub";
    Command.run("ip", "netns", "add", hub);
    Command.run(
        List.of("ip", "-n", hub, "-batch", "-"),
        Map.of(),
        """
        link add br0 type bridge
        addr add 10.90.0.1/16 dev br0
        addr add fd90::1/64 dev br0 nodad
        link set br0 up
        """);
  }

  private static Path folder(String prefix) {
    try {
      var anyoneReads = PosixFilePermissions.fromString("rwxr-xr-x");
      Path folder = Files.createTempDirectory(prefix);
      return Files.setPosixFilePermissions(folder, anyoneReads);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void remove() {
    hosts.forEach(Host::close);
    hosts.clear();
    if (Files.exists(Path.of("/run/netns", prefix + "hub"))) {
      Leftovers.removeNamespace(prefix + "hub");
    }
    Folders.remove(folder);
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}

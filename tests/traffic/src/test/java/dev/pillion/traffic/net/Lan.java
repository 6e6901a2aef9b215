package dev.pillion.traffic.net;

import dev.pillion.agent.netns.NetworkNamespace;
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
  /// Where hosts send what is for nobody they know, and ask for names.
  static final String GATEWAY = "10.90.0.1";

  private static final String HUB = "hub";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String prefix;
  private final Path folder;
  private final List<Host> hosts = new ArrayList<>();
  private final NetworkNamespace hub;
  private final Dns dns;
  private final Thread atExit = new Thread(this::remove, "lan-removal");

  private Lan(String prefix) {
    this.prefix = prefix;
    this.folder = folder(prefix);
    this.hub = bridge(prefix + HUB);
    this.dns = new Dns(hub, GATEWAY);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// One without hosts. What killed runs left is removed first.
  public static Lan open() {
    Leftovers.remove();
    return new Lan(Leftovers.ofThisRun() + COUNT.incrementAndGet() + "-");
  }

  /// For files that everything on the network may read; gone with the network.
  public Path folder() {
    return folder;
  }

  /// A new host. It reaches all others by their addresses, and sends what is for anybody else to a
  /// gateway that drops it.
  public synchronized Host host(String name) {
    var host = Host.join(prefix + name, prefix + HUB, hosts.size() + 2);
    hosts.add(host);
    return host;
  }

  /// From now on a name has these addresses, of either family.
  public void named(String name, List<String> addresses) {
    dns.knows(name, addresses);
  }

  /// From now on, whoever looks the name up waits for ever.
  public void unanswered(String name) {
    dns.neverAnswers(name);
  }

  private static NetworkNamespace bridge(String name) {
    Command.run("ip", "netns", "add", name);
    Command.run(
        List.of("ip", "-n", name, "-batch", "-"),
        Map.of(),
        """
        link add br0 type bridge
        addr add %s/16 dev br0
        addr add fd90::1/64 dev br0 nodad
        link set br0 up
        """
            .formatted(GATEWAY));
    return NetworkNamespace.at(Path.of("/run/netns", name));
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
    dns.close();
    hub.close();
    Leftovers.removeNamespace(prefix + HUB);
    Folders.remove(folder);
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}

package dev.pillion.traffic.net;

import dev.pillion.agent.netns.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A network namespace that stands for a task's: one interface, addresses of both families, and
/// sockets that this JVM opens in it.
public final class Host implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final int BACKLOG = 1024;

  private final String name;
  private final String ipv4;
  private final String ipv6;
  private final NetworkNamespace namespace;
  private final List<AutoCloseable> owned = new CopyOnWriteArrayList<>();

  private Host(String name, int number) {
    this.name = name;
    this.ipv4 = "10.90.%d.%d".formatted(number / 250, number % 250);
    this.ipv6 = "fd90::%x".formatted(number);
    this.namespace = NetworkNamespace.at(Path.of("/run/netns", name));
  }

  static Host join(String name, String hub, int number) {
    Command.run("ip", "netns", "add", name);
    try {
      var host = new Host(name, number);
      host.join(hub, "v" + number);
      // Programs in the namespace find it where others find the machine's.
      Files.createDirectories(Leftovers.files(name));
      Files.writeString(
          Leftovers.files(name).resolve("resolv.conf"), "nameserver " + Lan.GATEWAY + "\n");
      return host;
    } catch (IOException e) {
      Leftovers.removeNamespace(name);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      Leftovers.removeNamespace(name);
      throw e;
    }
  }

  /// Its IPv4 address.
  public String ipv4() {
    return ipv4;
  }

  /// Its IPv6 address.
  public String ipv6() {
    return ipv6;
  }

  /// Its namespace's inode.
  public long inode() {
    return namespace.inode();
  }

  /// Runs a program in it to its end, and gives what it wrote.
  public String run(Map<String, String> environment, String... words) {
    return Command.run(inside(words), environment, "");
  }

  /// Starts a program in it.
  public Process start(Path output, String... words) {
    try {
      return new ProcessBuilder(inside(words))
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a socket, or anything else that stays in the namespace in which it was made.
  public <T> T make(Supplier<T> socket) {
    return namespace.call(socket);
  }

  /// Closes something with itself, and gives it back.
  public <T extends AutoCloseable> T owns(T thing) {
    owned.add(thing);
    return thing;
  }

  /// Connects from it.
  ///
  /// @throws IOException when nobody answers
  public SocketChannel connect(InetSocketAddress address) throws IOException {
    SocketChannel channel = make(() -> orThrow(SocketChannel::open));
    try {
      channel.socket().connect(address, (int) CONNECT_LIMIT.toMillis());
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Listens in it.
  ///
  /// @param address its own, a loopback one, or `::` for all of both families
  public ServerSocketChannel listen(String address, int port) {
    return make(() ->
        orThrow(
            () -> ServerSocketChannel.open().bind(new InetSocketAddress(address, port), BACKLOG)));
  }

  private void join(String hub, String port) {
    Command.run(
        List.of("ip", "-n", hub, "-batch", "-"),
        Map.of(),
        "link add %s type veth peer name eth0 netns %s\nlink set %s master br0 up\n"
            .formatted(port, name, port));
    Command.run(
        List.of("ip", "-n", name, "-batch", "-"),
        Map.of(),
        """
        link set lo up
        link set eth0 up
        addr add %s/16 dev eth0
        addr add %s/64 dev eth0 nodad
        route add default via %s
        route add ::/0 via fd90::1
        """
            .formatted(ipv4, ipv6, Lan.GATEWAY));
  }

  private List<String> inside(String... words) {
    return Stream.concat(Stream.of("ip", "netns", "exec", name), Stream.of(words)).toList();
  }

  private interface Io<T> {
    T call() throws IOException;
  }

  private static <T> T orThrow(Io<T> io) {
    try {
      return io.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (AutoCloseable thing : owned) {
      try {
        thing.close();
      } catch (Exception e) {
        throw new IllegalStateException(thing + " cannot be closed", e);
      }
    }
    namespace.close();
    Leftovers.removeNamespace(name);
    Leftovers.removeFiles(name);
  }
}

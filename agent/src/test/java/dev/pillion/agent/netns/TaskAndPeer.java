package dev.pillion.agent.netns;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/// A task's network namespace with a process in it, and a peer's, joined by a veth pair in both
/// address families. Gone with the test.
final class TaskAndPeer implements AutoCloseable {
  static final String METADATA = "169.254.170.2";
  static final String IPV6_METADATA = "fd00:ec2::254";
  static final int PORT = 8080;

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String task;
  private final String peer;
  private final Process pause;

  TaskAndPeer() {
    String id = ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    task = "pillion-task-" + id;
    peer = "pillion-peer-" + id;
    try {
      join();
      pause = new ProcessBuilder("ip", "netns", "exec", task, "sleep", "600").inheritIO().start();
      Await.until(
          "the pause's namespace",
          () -> NetworkNamespace.inode(pause.pid()) == named(task, NetworkNamespace::inode));
      countSyns();
    } catch (IOException e) {
      removeNamespaces();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      removeNamespaces();
      throw e;
    }
  }

  long pid() {
    return pause.pid();
  }

  static String taskAddress(Family family) {
    return family == Family.IPV4 ? "10.99.0.1" : "fd00:99::1";
  }

  static String peerAddress(Family family) {
    return family == Family.IPV4 ? "10.99.0.2" : "fd00:99::2";
  }

  <T> T inTask(Supplier<T> work) {
    return named(task, namespace -> namespace.call(work));
  }

  <T> T inPeer(Supplier<T> work) {
    return named(peer, namespace -> namespace.call(work));
  }

  ServerSocketChannel peerListens() {
    return inPeer(() -> listen(PORT));
  }

  ServerSocketChannel taskListens(int port) {
    return inTask(() -> listen(port));
  }

  /// Connects from the task without waiting.
  Connecting taskConnects(String address, int port) {
    return Connecting.start(inTask(TaskAndPeer::open), address, port);
  }

  /// Connects from the peer without waiting.
  Connecting peerConnects(String address, int port) {
    return Connecting.start(inPeer(TaskAndPeer::open), address, port);
  }

  /// Whether a connection from the task as that user succeeds within a second.
  boolean taskConnectsAs(int uid, String address, int port) {
    String connect = "exec 3<>/dev/tcp/" + address + "/" + port;
    return inTask(() ->
            Child.run(
                "timeout",
                "1",
                "setpriv",
                "--reuid=" + uid,
                "--clear-groups",
                "bash",
                "-c",
                connect))
        .succeeded();
  }

  /// How many packets wait in the task's queue.
  int queued() {
    return inTask(() -> {
      try {
        return Files.readString(Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue"))
            .lines()
            .map(line -> line.strip().split("\\s+"))
            .filter(words -> words[0].equals("15001"))
            .mapToInt(words -> Integer.parseInt(words[2]))
            .sum();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /// How many SYNs have reached the peer on its port, in both families.
  int synsAtPeer() {
    return inPeer(() ->
        packets("iptables-nft-save", "-t", "raw", "-c")
            + packets("ip6tables-nft-save", "-t", "raw", "-c"));
  }

  /// How many packets the hold has dropped, in that backend and family.
  int dropped(Backend backend, Family family) {
    return inTask(() -> packets(backend.command(family, "save"), "-t", "mangle", "-c"));
  }

  String rules(Backend backend, Family family) {
    return inTask(() -> Child.run(backend.command(family, "save"))).output();
  }

  void taskRuns(String... command) {
    inTask(() -> succeed(command));
  }

  @Override
  public void close() {
    pause.destroyForcibly();
    removeNamespaces();
  }

  private void join() {
    succeed("ip", "netns", "add", task);
    succeed("ip", "netns", "add", peer);
    succeed("ip", "-n", task, "link", "add", "eth0", "type", "veth", "peer", "eth0", "netns", peer);
    up(task, Family.IPV4, taskAddress(Family.IPV4) + "/24");
    up(task, Family.IPV6, taskAddress(Family.IPV6) + "/64");
    up(peer, Family.IPV4, peerAddress(Family.IPV4) + "/24");
    up(peer, Family.IPV6, peerAddress(Family.IPV6) + "/64");
    up(peer, Family.IPV4, METADATA + "/32");
    up(peer, Family.IPV6, IPV6_METADATA + "/128");
    succeed("ip", "-n", task, "route", "add", "default", "via", peerAddress(Family.IPV4));
    succeed("ip", "-n", task, "-6", "route", "add", "default", "via", peerAddress(Family.IPV6));
  }

  private static void up(String namespace, Family family, String address) {
    succeed("ip", "-n", namespace, "link", "set", "lo", "up");
    if (family == Family.IPV4) {
      succeed("ip", "-n", namespace, "addr", "add", address, "dev", "eth0");
    } else {
      succeed("ip", "-n", namespace, "addr", "add", address, "dev", "eth0", "nodad");
    }
    succeed("ip", "-n", namespace, "link", "set", "eth0", "up");
  }

  private void countSyns() {
    for (String command : new String[] {"iptables-nft", "ip6tables-nft"}) {
      inPeer(() ->
          succeed(
              command,
              "-t",
              "raw",
              "-A",
              "PREROUTING",
              "-p",
              "tcp",
              "--syn",
              "--dport",
              String.valueOf(PORT),
              "-j",
              "ACCEPT"));
    }
  }

  /// Counts what matched rules that end a packet's way: `[packets:bytes] -A … -j ACCEPT|DROP`.
  private static int packets(String... save) {
    return Child.run(save)
        .output()
        .lines()
        .filter(line -> line.endsWith("-j ACCEPT") || line.endsWith("-j DROP"))
        .mapToInt(line -> Integer.parseInt(line, 1, line.indexOf(':'), 10))
        .sum();
  }

  private static Child.Outcome succeed(String... command) {
    Child.Outcome outcome = Child.run(command);
    assertTrue(outcome.succeeded(), outcome::toString);
    return outcome;
  }

  private static <T> T named(String name, Function<NetworkNamespace, T> use) {
    try (var namespace = NetworkNamespace.at(Path.of("/run/netns", name))) {
      return use.apply(namespace);
    }
  }

  private void removeNamespaces() {
    Child.run("ip", "netns", "del", task);
    Child.run("ip", "netns", "del", peer);
  }

  private static SocketChannel open() {
    try {
      return SocketChannel.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerSocketChannel listen(int port) {
    try {
      return ServerSocketChannel.open().bind(new InetSocketAddress("::", port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A connection on its way.
  record Connecting(SocketChannel socket, CompletableFuture<Long> connectedAt)
      implements AutoCloseable {
    static Connecting start(SocketChannel socket, String address, int port) {
      var connectedAt = new CompletableFuture<Long>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              socket.connect(new InetSocketAddress(address, port));
              connectedAt.complete(System.nanoTime());
            } catch (IOException e) {
              connectedAt.completeExceptionally(e);
            }
          });
      return new Connecting(socket, connectedAt);
    }

    void succeeds() {
      Await.until("a connection", connectedAt::isDone);
      connectedAt.join();
    }

    boolean waits() {
      return !connectedAt.isDone();
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

package dev.pillion.agent.gate;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// The socket that a gate listens on: one that systemd keeps, or one of its own.
public final class GateSocket implements AutoCloseable {
  // As many callers as may wait while the agent is busy; the kernel's own bound may be lower.
  private static final int BACKLOG = 4096;

  private final ServerSocketChannel listener;
  private final Path path;
  private final boolean activated;

  private GateSocket(ServerSocketChannel listener, Path path, boolean activated) {
    this.listener = listener;
    this.path = path;
    this.activated = activated;
  }

  /// The one that systemd hands over, else a new one at the path.
  ///
  /// @param told `LISTEN_PID` and `LISTEN_FDS` of this process's environment
  public static GateSocket open(Map<String, String> told, Path path) {
    try {
      var handed = HandedSocket.take(told);
      return handed.isPresent()
          ? new GateSocket(handed.get(), pathOf(handed.get(), path), true)
          : new GateSocket(made(path), path, false);
    } catch (IOException e) {
      throw unusable(path.toString(), e);
    }
  }

  /// Docker's own address.
  ///
  /// @param docker `unix:///path` or `tcp://host:port`
  public static SocketAddress address(URI docker) {
    return "unix".equals(docker.getScheme())
        ? UnixDomainSocketAddress.of(docker.getPath())
        : new InetSocketAddress(docker.getHost(), docker.getPort());
  }

  private static Path pathOf(ServerSocketChannel handed, Path otherwise) throws IOException {
    return handed.getLocalAddress() instanceof UnixDomainSocketAddress unix
        ? unix.getPath()
        : otherwise;
  }

  private static ServerSocketChannel made(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    removeDead(path);
    var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      return listener;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /// One that somebody listens on, such as systemd, is not ours to take away.
  private static void removeDead(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new FileAlreadyExistsException("somebody listens there already");
    } catch (SocketException e) {
      Files.deleteIfExists(path);
    }
  }

  static MeshException unusable(String path, IOException cause) {
    return new MeshException(
        Code.UNAVAILABLE,
        "gate socket " + path,
        "cannot be opened: " + cause.getMessage(),
        "run the agent as root, by its unit where systemd keeps the socket, or set PILLION_GATE_SOCKET"
            + " to another path of at most 107 bytes");
  }

  ServerSocketChannel listener() {
    return listener;
  }

  String name() {
    return path.toString();
  }

  boolean activated() {
    return activated;
  }

  /// Takes away one of its own. What systemd keeps stays open for the next agent.
  @Override
  public void close() {
    if (activated) {
      // Closing would turn standard error to /dev/null, and the process ends anyway.
      return;
    }
    try {
      listener.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw unusable(name(), e);
    }
  }
}

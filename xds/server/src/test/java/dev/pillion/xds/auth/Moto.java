package dev.pillion.xds.auth;

import dev.pillion.ports.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// AWS's APIs as moto has them, in a process of its own on a free port.
final class Moto implements AutoCloseable {
  private final Process process;
  private final int port;

  private Moto(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts it and waits until it answers. Another process may take the port meanwhile: then it
  /// ends, and starts on another.
  static Moto start() throws IOException {
    for (int attempt = 0; attempt < 3; attempt++) {
      int port = FreePorts.next();
      var process =
          new ProcessBuilder(
                  Python.program("moto_server").toString(), "-H", "127.0.0.1", "-p", "" + port)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      while (process.isAlive() && !answers(port)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      if (process.isAlive()) {
        return new Moto(process, port);
      }
    }
    throw new IllegalStateException("moto_server does not start; run it by hand to see why");
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Ends the process it started, and no other.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

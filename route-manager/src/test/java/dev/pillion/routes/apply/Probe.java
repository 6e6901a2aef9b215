package dev.pillion.routes.apply;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A process of its own inside a namespace that listens and connects as it is told, a command a
/// line: `listen PORT NAME`, `connect HOST PORT`, `attempt HOST PORT` (which gives up soon), `open
/// ID HOST PORT`, `send ID`. A listener says its name at once and again for every byte it gets.
final class Probe {
  private static final int PATIENCE_MS = 5000;
  private static final int IMPATIENCE_MS = 300;

  private final Map<String, Socket> open = new HashMap<>();

  private Probe() {}

  public static void main(String[] args) throws IOException {
    var probe = new Probe();
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (var line = commands.readLine(); line != null; line = commands.readLine()) {
      var words = line.split(" ", -1);
      System.out.println(
          switch (words[0]) {
            case "listen" -> listen(Integer.parseInt(words[1]), words[2]);
            case "connect" -> connect(words[1], Integer.parseInt(words[2]), PATIENCE_MS);
            case "attempt" -> connect(words[1], Integer.parseInt(words[2]), IMPATIENCE_MS);
            case "open" -> probe.open(words[1], words[2], Integer.parseInt(words[3]));
            case "send" -> probe.send(words[1]);
            default -> "what?";
          });
    }
    System.exit(0);
  }

  private static String listen(int port, String name) throws IOException {
    var server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getByName("::"), port));
    Thread.ofVirtual().start(() -> accept(server, name));
    return "listening";
  }

  private static void accept(ServerSocket server, String name) {
    try (server) {
      while (true) {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket, name));
      }
    } catch (IOException ended) {
      System.err.println(ended);
    }
  }

  private static void answer(Socket socket, String name) {
    try (socket) {
      var out = socket.getOutputStream();
      do {
        out.write((name + "\n").getBytes(StandardCharsets.UTF_8));
      } while (socket.getInputStream().read() >= 0);
    } catch (IOException _) {
      // the other side ended it
    }
  }

  private static String connect(String host, int port, int timeout) {
    try (var socket = new Socket()) {
      return first(socket, host, port, timeout);
    } catch (IOException failed) {
      return outcome(failed);
    }
  }

  private String open(String id, String host, int port) {
    try {
      var socket = new Socket();
      var name = first(socket, host, port, PATIENCE_MS);
      open.put(id, socket);
      return name;
    } catch (IOException failed) {
      return outcome(failed);
    }
  }

  private String send(String id) {
    try {
      var socket = open.get(id);
      if (socket == null) {
        return "not open";
      }
      socket.getOutputStream().write('x');
      return line(socket);
    } catch (IOException failed) {
      return outcome(failed);
    }
  }

  private static String first(Socket socket, String host, int port, int timeout)
      throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral(host), port), timeout);
    socket.setSoTimeout(PATIENCE_MS);
    return line(socket);
  }

  private static String line(Socket socket) throws IOException {
    var text = new StringBuilder();
    for (var c = socket.getInputStream().read(); c != '\n'; c = socket.getInputStream().read()) {
      if (c < 0) {
        return "closed";
      }
      text.append((char) c);
    }
    return text.toString();
  }

  private static String outcome(IOException failed) {
    return switch (failed) {
      case SocketTimeoutException _ -> "timeout";
      case ConnectException _ -> "refused";
      default -> failed.toString();
    };
  }
}

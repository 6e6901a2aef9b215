package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.ProxyGroup;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Pings of a client that has no stream and sends no data, as gRPC in App Mesh's images does between
/// two changes: HTTP/2 by hand, since gRPC's own client does not tell of its pings.
final class KeepAliveTest {
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACKNOWLEDGED = 1;

  // App Mesh's images ping every 10 s; on the way a ping may come closer to the one before.
  private static final long APART_MILLIS = 9_800;
  // That many come too early before the connection is ended.
  private static final int LET_PASS = 2;

  @Test
  void aPingTenSecondsAfterTheLastDoesNotCountAsEarly() throws Exception {
    try (var client = new Client()) {
      // The first is never early; those that are count until something is sent.
      for (int early = 0; early <= LET_PASS; early++) {
        client.ping(0);
        client.acknowledged();
      }
      client.ping(APART_MILLIS);
      client.acknowledged();
    }
  }

  @Test
  void whoPingsWithoutAPauseIsHungUpOn() throws Exception {
    try (var client = new Client()) {
      for (int early = 0; early <= LET_PASS; early++) {
        client.ping(0);
        client.acknowledged();
      }
      client.ping(0);
      var end = assertThrows(AssertionError.class, client::acknowledged);
      assertTrue(String.valueOf(end.getMessage()).contains("too_many_pings"), end::toString);
    }
  }

  /// A server and a connection to it.
  private static final class Client implements AutoCloseable {
    private final TestServer server =
        new TestServer(0, new TestResources(ProxyGroup.virtualNode("demo", "front")));
    private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    private final DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    private final DataInputStream in = new DataInputStream(socket.getInputStream());

    Client() throws IOException {
      socket.setSoTimeout(20_000);
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(SETTINGS, 0, new byte[0]);
    }

    /// Pings after a time.
    void ping(long delayMillis) throws Exception {
      pacer
          .schedule(
              () -> {
                frame(PING, 0, new byte[8]);
                return true;
              },
              delayMillis,
              TimeUnit.MILLISECONDS)
          .get();
    }

    /// Waits for the answer to a ping.
    void acknowledged() throws IOException {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        in.readInt();
        byte[] payload = in.readNBytes(length);
        assertNotEquals(GOAWAY, type, () -> new String(payload, StandardCharsets.US_ASCII));
        if (type == SETTINGS && flags != ACKNOWLEDGED) {
          frame(SETTINGS, ACKNOWLEDGED, new byte[0]);
        }
        if (type == PING && flags == ACKNOWLEDGED) {
          return;
        }
        if (type == PING) {
          frame(PING, ACKNOWLEDGED, payload);
        }
      }
    }

    private synchronized void frame(int type, int flags, byte[] payload) throws IOException {
      out.writeByte(0);
      out.writeShort(payload.length);
      out.writeByte(type);
      out.writeByte(flags);
      out.writeInt(0);
      out.write(payload);
      out.flush();
    }

    @Override
    public void close() throws IOException {
      pacer.shutdownNow();
      socket.close();
      server.close();
    }
  }
}

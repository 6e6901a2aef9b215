package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.ProxyGroup;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Pings of a client that has no stream and sends no data, as gRPC in App Mesh's images does
/// between two changes: HTTP/2 by hand, since gRPC's own client does not tell of its pings.
final class KeepAliveTest {
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACKNOWLEDGED = 1;

  // App Mesh's images ping every 10 s; on the way a ping may come closer to the one before.
  private static final long APART_MILLIS = 9_800;

  @Test
  void aPingTenSecondsAfterTheLastDoesNotCountAsEarly() throws Exception {
    try (var client = new Client()) {
      // Two that are early are let pass; they count until something is sent.
      client.ping(0);
      client.ping(0);
      client.ping(APART_MILLIS);
      client.settings();
    }
  }

  @Test
  void whoPingsWithoutAPauseIsHungUpOn() throws Exception {
    try (var client = new Client()) {
      client.ping(0);
      client.ping(0);
      client.ping(0);
      var end = assertThrows(AssertionError.class, client::settings);
      assertTrue(String.valueOf(end.getMessage()).contains("too_many_pings"), end::toString);
    }
  }

  /// A server and a connection to it.
  private static final class Client implements AutoCloseable {
    private final TestServer server =
        new TestServer(0, new TestResources(ProxyGroup.virtualNode("demo", "front")));
    private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    private final OutputStream out = socket.getOutputStream();
    private final DataInputStream in = new DataInputStream(socket.getInputStream());

    Client() throws IOException {
      socket.setSoTimeout(20_000);
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(SETTINGS, 0, new byte[0]);
    }

    /// Pings after a time and waits for the answer.
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
      acknowledged(PING);
    }

    /// Says something that the server answers after all that it had to say before.
    void settings() throws IOException {
      frame(SETTINGS, 0, new byte[0]);
      acknowledged(SETTINGS);
    }

    private void acknowledged(int wanted) throws IOException {
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
        if (type == wanted && flags == ACKNOWLEDGED) {
          return;
        }
      }
    }

    private void frame(int type, int flags, byte[] payload) throws IOException {
      var frame = new ByteArrayOutputStream();
      var fields = new DataOutputStream(frame);
      fields.writeByte(0);
      fields.writeShort(payload.length);
      fields.writeByte(type);
      fields.writeByte(flags);
      fields.writeInt(0);
      fields.write(payload);
      out.write(frame.toByteArray());
    }

    @Override
    public void close() throws IOException {
      pacer.shutdownNow();
      socket.close();
      server.close();
    }
  }
}

package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pillion.mesh.model.ProxyGroup;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Pings of a client that has no stream and sends no data, as the AWS image's gRPC does between two
/// changes: HTTP/2 by hand, since gRPC's own client does not tell of its pings.
final class KeepAliveTest {
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACKNOWLEDGED = 1;

  // More than are let pass when they come too early.
  private static final int PINGS = 5;
  // Twice as often as App Mesh's images; less than it is what the server minds.
  private static final long APART_MILLIS = 5_050;

  @Test
  void pingsWithoutDataAreAnsweredAndEndNothing() throws Exception {
    var resources = new TestResources(ProxyGroup.virtualNode("demo", "front"));
    try (var server = new TestServer(0, resources);
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        var pacer = Executors.newSingleThreadScheduledExecutor()) {
      socket.setSoTimeout(20_000);
      var out = new DataOutputStream(socket.getOutputStream());
      var in = new DataInputStream(socket.getInputStream());
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(out, SETTINGS, 0, new byte[0]);
      for (int i = 0; i < PINGS; i++) {
        byte number = (byte) i;
        long delay = i == 0 ? 0 : APART_MILLIS;
        var ping =
            pacer.schedule(
                () -> {
                  frame(out, PING, 0, new byte[] {number, 0, 0, 0, 0, 0, 0, 0});
                  return number;
                },
                delay,
                TimeUnit.MILLISECONDS);
        assertEquals(ping.get(), acknowledged(in, out));
      }
    }
  }

  /// The first byte of the ping that is answered next.
  private static byte acknowledged(DataInputStream in, DataOutputStream out) throws IOException {
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      in.readInt();
      byte[] payload = in.readNBytes(length);
      assertNotEquals(GOAWAY, type, () -> new String(payload, StandardCharsets.US_ASCII));
      if (type == SETTINGS && flags != ACKNOWLEDGED) {
        frame(out, SETTINGS, ACKNOWLEDGED, new byte[0]);
      }
      if (type == PING && flags == ACKNOWLEDGED) {
        return payload[0];
      }
      if (type == PING) {
        frame(out, PING, ACKNOWLEDGED, payload);
      }
    }
  }

  private static synchronized void frame(
      DataOutputStream out, int type, int flags, byte[] payload) throws IOException {
    out.writeByte(0);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(0);
    out.write(payload);
    out.flush();
  }
}

package dev.pillion.agent.netns;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A netlink message in the making, as `linux/netlink.h` lays it out: header, a fixed part, then
/// attributes, each padded to four bytes.
final class NetlinkMessage {
  static final int REQUEST = 0x1;
  static final int ACK = 0x4;
  static final int DUMP = 0x300;

  private static final int HEADER_BYTES = 16;

  private final ByteBuffer buffer = ByteBuffer.allocate(128).order(ByteOrder.nativeOrder());

  NetlinkMessage(int type, int flags, byte... fixed) {
    buffer.putInt(0).putShort((short) type).putShort((short) flags).putInt(1).putInt(0).put(fixed);
  }

  /// The fixed part of all netfilter messages: family, version 0, and a number in network order.
  static byte[] netfilter(int family, int resource) {
    return new byte[] {(byte) family, 0, (byte) (resource >> 8), (byte) resource};
  }

  NetlinkMessage attribute(int type, byte[] value) {
    buffer.putShort((short) (4 + value.length)).putShort((short) type).put(value);
    buffer.put(new byte[-value.length & 3]);
    return this;
  }

  byte[] bytes() {
    buffer.putInt(0, buffer.position());
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /// Reads the messages in a datagram; the payload is what follows the header.
  static void each(ByteBuffer datagram, Received received) {
    datagram.order(ByteOrder.nativeOrder());
    while (datagram.remaining() >= HEADER_BYTES) {
      int start = datagram.position();
      int length = datagram.getInt(start);
      if (length < HEADER_BYTES || length > datagram.remaining()) {
        return;
      }
      int type = Short.toUnsignedInt(datagram.getShort(start + 4));
      received.message(type, payload(datagram, start + HEADER_BYTES, length - HEADER_BYTES));
      datagram.position(Math.min(datagram.limit(), start + (length + 3 & ~3)));
    }
  }

  /// Reads the attributes that follow a fixed part of that many bytes.
  static void eachAttribute(ByteBuffer payload, int fixed, Received received) {
    int at = fixed;
    while (at + 4 <= payload.limit()) {
      int length = Short.toUnsignedInt(payload.getShort(at));
      if (length < 4 || at + length > payload.limit()) {
        return;
      }
      // The two upper bits say how the value is nested or ordered.
      int type = payload.getShort(at + 2) & 0x3fff;
      received.message(type, payload(payload, at + 4, length - 4));
      at += length + 3 & ~3;
    }
  }

  private static ByteBuffer payload(ByteBuffer of, int at, int length) {
    return of.slice(at, length).order(ByteOrder.nativeOrder());
  }

  /// What is done with each message or attribute.
  interface Received {
    void message(int type, ByteBuffer payload);
  }
}

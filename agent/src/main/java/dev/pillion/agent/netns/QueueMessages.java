package dev.pillion.agent.netns;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/// The messages of a netfilter queue, as `linux/netfilter/nfnetlink_queue.h` lays them out.
final class QueueMessages {
  private static final int SUBSYSTEM = 3 << 8;
  private static final int PACKET = SUBSYSTEM;
  private static final int CONFIG = SUBSYSTEM | 2;
  private static final int VERDICT_BATCH = SUBSYSTEM | 3;

  private static final int CONFIG_COMMAND = 1;
  private static final int CONFIG_PARAMETERS = 2;
  private static final int CONFIG_MAXIMUM = 3;
  private static final byte COMMAND_BIND = 1;
  // Only the packet's number is wanted, so its bytes are not copied.
  private static final byte COPY_META = 1;

  private static final int PACKET_HEADER = 1;
  private static final int VERDICT_HEADER = 2;
  private static final int ACCEPT = 1;
  private static final int FIXED_BYTES = 4;

  private QueueMessages() {}

  /// Makes the sender the owner of the queue, in both address families, with room for that many
  /// packets.
  static byte[] bind(int queue, int maximum) {
    return new NetlinkMessage(
            CONFIG, NetlinkMessage.REQUEST | NetlinkMessage.ACK, NetlinkMessage.netfilter(0, queue))
        .attribute(CONFIG_COMMAND, new byte[] {COMMAND_BIND, 0, 0, 0})
        .attribute(CONFIG_PARAMETERS, new byte[] {0, 0, 0, 0, COPY_META})
        .attribute(CONFIG_MAXIMUM, bigEndian(maximum))
        .bytes();
  }

  /// Lets go the packet of that number and all that came before it.
  static byte[] acceptUpTo(int queue, int packet) {
    byte[] verdict = ByteBuffer.allocate(8).putInt(ACCEPT).putInt(packet).array();
    return new NetlinkMessage(
            VERDICT_BATCH, NetlinkMessage.REQUEST, NetlinkMessage.netfilter(0, queue))
        .attribute(VERDICT_HEADER, verdict)
        .bytes();
  }

  /// The number of the last packet that a datagram tells of.
  static OptionalInt lastPacket(ByteBuffer datagram) {
    var last = new OptionalInt[] {OptionalInt.empty()};
    NetlinkMessage.each(
        datagram,
        (type, payload) -> {
          if (type == PACKET) {
            NetlinkMessage.eachAttribute(
                payload,
                FIXED_BYTES,
                (attribute, value) -> {
                  if (attribute == PACKET_HEADER) {
                    last[0] = OptionalInt.of(value.order(ByteOrder.BIG_ENDIAN).getInt(0));
                  }
                });
          }
        });
    return last[0];
  }

  private static byte[] bigEndian(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }
}

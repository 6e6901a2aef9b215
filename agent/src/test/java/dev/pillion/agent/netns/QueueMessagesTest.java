package dev.pillion.agent.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class QueueMessagesTest {
  private static final int QUEUE = 15001;

  @Test
  void aBindCarriesCommandParametersAndMaximum() {
    ByteBuffer message = read(QueueMessages.bind(QUEUE, 1024));
    assertEquals(message.capacity(), message.getInt(0));
    assertEquals(0x302, message.getShort(4));
    // Header, fixed part, then attributes of 8, 9 padded to 12, and 8 bytes.
    assertEquals(16 + 4 + 8 + 12 + 8, message.capacity());
    assertEquals(QUEUE, message.order(ByteOrder.BIG_ENDIAN).getShort(18));
    assertEquals(1024, message.getInt(44));
  }

  @Test
  void aVerdictAcceptsUpToThePacket() {
    ByteBuffer message = read(QueueMessages.acceptUpTo(QUEUE, 77));
    assertEquals(0x303, message.getShort(4));
    message.order(ByteOrder.BIG_ENDIAN);
    assertEquals(1, message.getInt(24));
    assertEquals(77, message.getInt(28));
  }

  @Test
  void theLastPacketOfADatagramCounts() {
    ByteBuffer both = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
    both.put(packet(41)).put(packet(42)).flip();
    assertEquals(OptionalInt.of(42), QueueMessages.lastPacket(both));
  }

  @Test
  void whatIsNoPacketOrCutOffIsPassedOver() {
    assertEquals(OptionalInt.empty(), QueueMessages.lastPacket(read(QueueMessages.bind(QUEUE, 1))));
    assertEquals(OptionalInt.empty(), QueueMessages.lastPacket(ByteBuffer.allocate(0)));
    assertEquals(OptionalInt.empty(), QueueMessages.lastPacket(ByteBuffer.allocate(15)));
    assertEquals(
        OptionalInt.empty(), QueueMessages.lastPacket(ByteBuffer.wrap(packet(1)).limit(25)));
  }

  private static byte[] packet(int number) {
    byte[] header = ByteBuffer.allocate(7).putInt(number).array();
    return new NetlinkMessage(0x300, 0, NetlinkMessage.netfilter(2, QUEUE))
        .attribute(1, header)
        .attribute(9, new byte[] {1, 2, 3, 4})
        .bytes();
  }

  private static ByteBuffer read(byte[] message) {
    return ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
  }
}

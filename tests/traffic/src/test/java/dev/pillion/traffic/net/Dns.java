package dev.pillion.traffic.net;

import dev.pillion.agent.netns.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A name server that knows what it was told.
final class Dns implements AutoCloseable {
  private static final int PORT = 53;
  private static final int LARGEST = 512;
  private static final int HEADER = 12;
  private static final short IPV4 = 1;
  private static final short IPV6 = 28;
  private static final short INTERNET = 1;
  // An authoritative answer without an error, and one that there is no such name.
  private static final short FOUND = (short) 0x8580;
  private static final short NO_SUCH_NAME = (short) 0x8583;
  // The name of the question, as a reference to it.
  private static final short SAME_NAME = (short) 0xc00c;

  private final Map<String, List<String>> names = new ConcurrentHashMap<>();
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
  private final DatagramChannel channel;

  /// One that answers at an address of a namespace.
  Dns(NetworkNamespace namespace, String address) {
    channel = namespace.call(() -> listen(address));
    Thread.ofVirtual().name("dns").start(this::serve);
  }

  /// From now on the name has these addresses, of either family.
  void knows(String name, List<String> addresses) {
    names.put(name.toLowerCase(Locale.ROOT), List.copyOf(addresses));
  }

  /// From now on, whoever asks for the name waits for ever.
  void neverAnswers(String name) {
    unanswered.add(name.toLowerCase(Locale.ROOT));
  }

  private static DatagramChannel listen(String address) {
    try {
      return DatagramChannel.open().bind(new InetSocketAddress(address, PORT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve() {
    var buffer = ByteBuffer.allocate(LARGEST);
    while (channel.isOpen()) {
      try {
        buffer.clear();
        SocketAddress from = channel.receive(buffer);
        buffer.flip();
        if (!unanswered.contains(name(buffer.duplicate().position(HEADER)))) {
          channel.send(answer(buffer), from);
        }
      } catch (IOException _) {
        return;
      }
    }
  }

  private ByteBuffer answer(ByteBuffer query) throws IOException {
    short id = query.getShort(0);
    query.position(HEADER);
    String name = name(query);
    short type = query.getShort();
    int end = query.position() + Short.BYTES;
    var answers = new ArrayList<byte[]>();
    for (String address : names.getOrDefault(name, List.of())) {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      if (type == (bytes.length == 4 ? IPV4 : IPV6)) {
        answers.add(bytes);
      }
    }
    var answer = ByteBuffer.allocate(LARGEST);
    answer.putShort(id).putShort(names.containsKey(name) ? FOUND : NO_SUCH_NAME);
    answer.putShort((short) 1).putShort((short) answers.size()).putInt(0);
    answer.put(query.duplicate().position(HEADER).limit(end));
    for (byte[] address : answers) {
      answer.putShort(SAME_NAME).putShort(type).putShort(INTERNET).putInt(1);
      answer.putShort((short) address.length).put(address);
    }
    return answer.flip();
  }

  private static String name(ByteBuffer query) {
    var labels = new ArrayList<String>();
    for (int length = query.get(); length > 0; length = query.get()) {
      byte[] label = new byte[length];
      query.get(label);
      labels.add(new String(label, StandardCharsets.US_ASCII));
    }
    return String.join(".", labels).toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.pillion.envoy.metrics;

import dev.pillion.envoy.stats.Family;
import dev.pillion.envoy.stats.Snapshots;
import dev.pillion.envoy.stats.StatsdLines;
import dev.pillion.envoy.supervise.Log;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Sends the metrics to DogStatsD beside Envoy's own, which Envoy sends itself.
public final class DogStatsd implements AutoCloseable {
  // Fits an Ethernet frame, as DogStatsD's clients have it.
  private static final int MOST_BYTES = 1432;

  private final Metrics metrics;
  private final InetSocketAddress address;
  private final DatagramSocket socket;
  private final Log log;
  private Snapshots last = Snapshots.NONE;

  /// Sends to an address.
  public DogStatsd(Metrics metrics, InetSocketAddress address, Log log) throws IOException {
    this.metrics = metrics;
    this.address = address;
    this.socket = new DatagramSocket();
    this.log = log;
  }

  /// Sends what has come since the last time. For one thread.
  public void send() {
    try {
      List<Family> now = metrics.read(true);
      for (String packet : packets(StatsdLines.of(last.until(now)))) {
        byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, address));
      }
      last = new Snapshots(now);
    } catch (IOException e) {
      log.warn("metrics state=not-sent to=%s reason=\"%s\"".formatted(address, e.getMessage()));
    }
  }

  static List<String> packets(List<String> lines) {
    var packets = new ArrayList<String>();
    var packet = new StringBuilder();
    for (String line : lines) {
      if (!packet.isEmpty() && packet.length() + 1 + line.length() > MOST_BYTES) {
        packets.add(packet.toString());
        packet.setLength(0);
      }
      packet.append(packet.isEmpty() ? "" : "\n").append(line);
    }
    if (!packet.isEmpty()) {
      packets.add(packet.toString());
    }
    return packets;
  }

  @Override
  public void close() {
    socket.close();
  }
}

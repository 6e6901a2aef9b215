package dev.pillion.agent.netns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The addresses of a namespace's interfaces.
final class Interfaces {
  // linux/rtnetlink.h and if_addr.h.
  private static final int NEW_ADDRESS = 20;
  private static final int GET_ADDRESS = 22;
  private static final int FIXED_BYTES = 8;
  private static final int ADDRESS = 1;
  private static final int LOCAL = 2;

  private Interfaces() {}

  /// Those of the calling thread's namespace besides loopback and link-local ones.
  static List<String> addresses() {
    byte[] request =
        new NetlinkMessage(
                GET_ADDRESS, NetlinkMessage.REQUEST | NetlinkMessage.DUMP, new byte[FIXED_BYTES])
            .bytes();
    var addresses = new ArrayList<String>();
    try (var socket = Netlink.open(Netlink.ROUTE)) {
      socket.request(
          "interface addresses",
          request,
          (type, payload) -> {
            if (type == NEW_ADDRESS) {
              address(payload)
                  .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                  .ifPresent(address -> addresses.add(address.getHostAddress()));
            }
          });
    }
    return addresses;
  }

  /// An IPv4 address is in LOCAL, where ADDRESS would be the peer of a point-to-point link; an IPv6
  /// one may have ADDRESS alone.
  private static Optional<InetAddress> address(ByteBuffer payload) {
    var local = new ArrayList<InetAddress>();
    var other = new ArrayList<InetAddress>();
    NetlinkMessage.eachAttribute(
        payload,
        FIXED_BYTES,
        (type, value) -> {
          if (type == LOCAL) {
            local.add(read(value));
          } else if (type == ADDRESS) {
            other.add(read(value));
          }
        });
    local.addAll(other);
    return local.stream().findFirst();
  }

  private static InetAddress read(ByteBuffer value) {
    var bytes = new byte[value.remaining()];
    value.get(bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + bytes.length + " bytes", e);
    }
  }
}

package dev.pillion.agent.netns;

/// Asks the kernel whether there is any nf_tables rule, which is ten times faster than starting a
/// command that says there is none.
final class NftRules {
  // linux/netfilter/nf_tables.h and nfnetlink.h.
  private static final int SUBSYSTEM = 10 << 8;
  private static final int NEW_RULE = SUBSYSTEM | 6;
  private static final int GET_RULE = SUBSYSTEM | 7;

  private NftRules() {}

  /// Whether the calling thread's namespace has one, in any family and table.
  static boolean any() {
    byte[] request =
        new NetlinkMessage(
                GET_RULE,
                NetlinkMessage.REQUEST | NetlinkMessage.DUMP,
                NetlinkMessage.netfilter(0, 0))
            .bytes();
    var found = new boolean[1];
    try (var socket = Netlink.open(Netlink.NETFILTER)) {
      socket.request("nf_tables", request, (type, _) -> found[0] |= type == NEW_RULE);
      return found[0];
    } catch (SystemCallException _) {
      // A kernel without nf_tables has no rules in it.
      return false;
    }
  }
}

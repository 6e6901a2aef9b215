package dev.pillion.e2e;

import dev.pillion.localecs.TaskNetwork;
import java.util.List;

/// Counts first packets of TCP connections in a task's network namespace, at the last hook before
/// they leave and at the last before they are delivered: after all redirection. Also those that the
/// task's own programs send, before anything holds them.
///
/// @param backend of the counting rules: nft or legacy
record Passage(String backend) {
  private static final String RULES =
      """
      *mangle
      -I OUTPUT -o eth0 -p tcp --syn -m owner ! --uid-owner 1337
      -A POSTROUTING -o eth0 -p tcp --syn -m owner --uid-owner 1337
      -A POSTROUTING -o eth0 -p tcp --syn -m owner ! --uid-owner 1337
      -A INPUT -i eth0 -p tcp --syn -m tcp --dport 8080
      -A INPUT -i eth0 -p tcp --syn -m tcp --dport 15000
      COMMIT
      """;

  /// @param leftByEnvoy the proxy's user
  /// @param leftByOthers any other user, or none
  /// @param toApp delivered to the app's port from outside
  /// @param toEnvoy delivered to the proxy's port from outside
  record Counts(long leftByEnvoy, long leftByOthers, long toApp, long toEnvoy) {}

  void count(TaskNetwork network) {
    var script = new StringBuilder();
    for (String family : List.of("ip", "ip6")) {
      script.append(
          "%stables-%s-restore --noflush --wait 5 <<END\n%sEND\n"
              .formatted(family, backend, RULES));
    }
    network.run(script.toString());
  }

  /// First packets that the task's own programs have sent, held or not.
  long attempts(TaskNetwork network) {
    return List.of("ip", "ip6").stream()
        .mapToLong(family -> packets(network.run(list(family, "OUTPUT"))).getFirst())
        .sum();
  }

  /// @param family ip or ip6
  Counts counts(TaskNetwork network, String family) {
    List<Long> left = packets(network.run(list(family, "POSTROUTING")));
    List<Long> delivered = packets(network.run(list(family, "INPUT")));
    return new Counts(left.get(0), left.get(1), delivered.get(0), delivered.get(1));
  }

  private String list(String family, String chain) {
    return "%stables-%s -w 5 -t mangle -vxnL %s".formatted(family, backend, chain);
  }

  /// The packets of the rules of a listing, in their order.
  private static List<Long> packets(String listing) {
    return listing
        .lines()
        .skip(2)
        .map(line -> Long.valueOf(line.strip().split("\\s+", 2)[0]))
        .toList();
  }
}

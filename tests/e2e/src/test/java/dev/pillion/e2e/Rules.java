package dev.pillion.e2e;

import dev.pillion.localecs.TaskNetwork;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All iptables rules of a task's namespace, in both backends and families, less what means
/// nothing: comments, counters, and built-in chains that are empty and let everything through.
///
/// @param lines by the command that saves them; each line begins with its table
record Rules(Map<String, List<String>> lines) {
  private static final List<String> COMMANDS =
      List.of("iptables-nft", "ip6tables-nft", "iptables-legacy", "ip6tables-legacy");

  static Rules of(TaskNetwork network) {
    Map<String, List<String>> lines = new TreeMap<>();
    COMMANDS.forEach(command -> lines.put(command, meaning(network.run(command + "-save"))));
    return new Rules(lines);
  }

  private static List<String> meaning(String saved) {
    var table = new String[] {""};
    return saved
        .lines()
        .peek(line -> table[0] = line.startsWith("*") ? line : table[0])
        .filter(line -> line.startsWith(":") || line.startsWith("-"))
        .filter(line -> !line.matches(":\\S+ ACCEPT .*"))
        .map(line -> table[0] + " " + line.replaceAll("\\[\\d+:\\d+]", "").strip())
        .toList();
  }

  /// Whether one of ours is among them.
  boolean ours(String backend) {
    return lines.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(backend))
        .allMatch(entry -> entry.getValue().stream().anyMatch(line -> line.contains("PILLION")));
  }

  /// What others may have in a namespace: a chain of their own with a jump, a rule, a policy.
  static void addForeign(TaskNetwork network) {
    String foreign =
        """
        *nat
        :FOREIGN - [0:0]
        -A OUTPUT -p udp --dport 5353 -j FOREIGN
        -A FOREIGN -p udp -j RETURN
        COMMIT
        *mangle
        -A OUTPUT -p tcp --dport 9999 -j MARK --set-mark 7
        COMMIT
        *filter
        :FORWARD DROP [0:0]
        -A OUTPUT -p tcp --dport 25 -j REJECT
        COMMIT
        """;
    COMMANDS.forEach(command ->
        network.run("%s-restore --noflush --wait 5 <<END\n%sEND\n".formatted(command, foreign)));
  }
}

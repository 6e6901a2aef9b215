package dev.pillion.routes.plan;

import dev.pillion.routes.spec.Cidr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one backend holds for one family, read from the text of `iptables-save`.
public final class SavedRules {
  /// No table at all.
  public static final SavedRules EMPTY = new SavedRules(Map.of(), false);

  /// Chains by which other meshes redirect: App Mesh, ECS Service Connect, Istio, Linkerd, Consul.
  private static final List<String> FOREIGN =
      List.of("APPMESH_", "ECS_SERVICE_CONNECT_", "ISTIO_", "PROXY_INIT_", "CONSUL_PROXY_");

  private final Map<String, Map<String, List<String>>> tables;
  private final boolean used;

  private SavedRules(Map<String, Map<String, List<String>>> tables, boolean used) {
    this.tables = tables;
    this.used = used;
  }

  /// Reads the text; comments and counters are passed over.
  public static SavedRules parse(String text) {
    var tables = new LinkedHashMap<String, Map<String, List<String>>>();
    var used = false;
    Map<String, List<String>> table = new LinkedHashMap<>();
    for (var line : text.split("\n", -1)) {
      if (line.startsWith("*")) {
        table = tables.computeIfAbsent(line.substring(1).strip(), _ -> new LinkedHashMap<>());
      } else if (line.startsWith(":")) {
        var words = line.substring(1).split(" ", 3);
        table.computeIfAbsent(words[0], _ -> new ArrayList<>());
        used |= words.length > 1 && !words[1].equals("ACCEPT");
      } else {
        var append = line.indexOf("-A ");
        if (append == 0 || (append > 0 && line.startsWith("["))) {
          var words = line.substring(append + 3).split(" ", 2);
          table
              .computeIfAbsent(words[0], _ -> new ArrayList<>())
              .add(words.length > 1 ? words[1].strip() : "");
          used = true;
        }
      }
    }
    return new SavedRules(tables, used);
  }

  /// Whether there is anything besides empty built-in chains with policy ACCEPT.
  public boolean used() {
    return used;
  }

  /// Whether there is a chain of Pillion's in any table.
  public boolean ours() {
    return !named(List.of("PILLION_")).isEmpty();
  }

  /// Chains by which another mesh redirects here.
  public List<String> foreignRedirects() {
    return named(FOREIGN);
  }

  private List<String> named(List<String> prefixes) {
    var found = new ArrayList<String>();
    for (var table : tables.values()) {
      for (var chain : table.keySet()) {
        if (prefixes.stream().anyMatch(chain::startsWith)) {
          found.add(chain);
        }
      }
    }
    return found;
  }

  Set<String> chains(String table) {
    return tables.getOrDefault(table, Map.of()).keySet();
  }

  /// The rules of a chain as they were saved; none when there is no such chain.
  List<String> rules(String table, String chain) {
    return tables.getOrDefault(table, Map.of()).getOrDefault(chain, List.of());
  }

  /// Whether a rule, as saved, leads into one of the chains.
  static boolean jumpsTo(String rule, Collection<String> chains) {
    var words = rule.split(" ", -1);
    for (var i = 0; i + 1 < words.length; i++) {
      if ((words[i].equals("-j") || words[i].equals("-g")) && chains.contains(words[i + 1])) {
        return true;
      }
    }
    return false;
  }

  /// A saved rule in the words in which this package writes rules, whatever version saved it.
  static String plain(String rule) {
    var plain = new ArrayList<String>();
    var words = rule.split(" ", -1);
    for (var i = 0; i < words.length; i++) {
      var next = i + 1 < words.length ? words[i + 1] : "";
      if (words[i].equals("-m") && next.equals("tcp")) {
        i++;
      } else if (words[i].equals("--tcp-flags") && rule.contains("FIN,SYN,RST,ACK SYN")) {
        plain.add("--syn");
        i += 2;
      } else if (words[i].equals("-d")) {
        plain.add("-d");
        plain.add(Cidr.parse(next).map(Cidr::toString).orElse(next));
        i++;
      } else {
        plain.add(words[i]);
      }
    }
    return String.join(" ", plain);
  }
}

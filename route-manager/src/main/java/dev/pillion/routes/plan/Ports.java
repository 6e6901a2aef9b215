package dev.pillion.routes.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Ports in the groups that one `multiport` match takes.
final class Ports {
  /// XT_MULTI_PORTS in linux/netfilter/xt_multiport.h.
  private static final int GROUP = 15;

  private Ports() {}

  /// One match a group; a port that is listed twice is matched once.
  static List<String> matches(List<Integer> ports) {
    var matches = new ArrayList<String>();
    var distinct = List.copyOf(new LinkedHashSet<>(ports));
    for (var from = 0; from < distinct.size(); from += GROUP) {
      var match = new StringBuilder("-p tcp -m multiport --dports ");
      for (var port : distinct.subList(from, Math.min(from + GROUP, distinct.size()))) {
        match.append(match.charAt(match.length() - 1) == ' ' ? "" : ",").append(port);
      }
      matches.add(match.toString());
    }
    return matches;
  }
}

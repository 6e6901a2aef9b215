package dev.pillion.e2e;

import dev.pillion.localecs.ContainerDefinition;
import dev.pillion.localecs.RunningTask;
import dev.pillion.localecs.Settings;
import dev.pillion.localecs.TaskDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// An app that connects from its first instruction, again and again: to a peer that no mesh knows
/// and to the virtual service, over IPv4 and IPv6. Its server tells who connects to it.
final class Eager {
  private static final String TRY =
      """
      again() {
        name=$1; shift
        while :; do
          if "$@" </dev/null >/dev/null 2>&1; then echo >>/run/$name; fi
          sleep 0.02
        done
      }
      again peer4 nc -w 1 $PEER4 7000 &
      again peer6 nc -w 1 $PEER6 7000 &
      again service4 timeout 2 wget -O - http://colorteller.demo.local:8080/ &
      again service6 timeout 2 wget -O - --header 'Host: colorteller.demo.local:8080' http://[%s]:8080/ &
      mkdir -p /www; echo eager >/www/index.html
      exec httpd -f -vv -p 8080 -h /www
      """
          .formatted(Stage.VIRTUAL_SERVICE_IPV6);

  private static final String CALL =
      """
      (while :; do
        timeout 2 wget -O - http://$1:8080/ >/dev/null 2>&1
        timeout 2 wget -O - http://[$2]:8080/ >/dev/null 2>&1
        sleep 0.02
      done) </dev/null >/dev/null 2>&1 &
      """;

  private Eager() {}

  static TaskDefinition meshed(RunningTask peer) {
    return TaskDefinition.of(
        "eager",
        ContainerDefinition.of("app", Settings.DEMO_IMAGE, "sh", "-c", TRY)
            .label("pillion.mesh", "demo")
            .label("pillion.virtual-node", "front")
            .env("PEER4", peer.ipv4())
            .env("PEER6", peer.ipv6())
            .stopTimeout(Duration.ofSeconds(1))
            .port(8080));
  }

  /// The peer: outside the mesh; answers on port 7000.
  static TaskDefinition peer() {
    return TaskDefinition.of(
        "peer",
        ContainerDefinition.of("app", Settings.DEMO_IMAGE, "sh", "-c", "exec nc -ll -p 7000 -e cat")
            .stopTimeout(Duration.ofSeconds(1)));
  }

  /// Has a peer call the task that comes next, already now and to the peer's end.
  static void callNext(RunningTask peer) {
    callAhead(peer, 1);
  }

  /// The same for a later one.
  ///
  /// @param tasks how many come until that one has come
  static void callAhead(RunningTask peer, int tasks) {
    peer.exec(
        "app",
        "sh",
        "-c",
        CALL,
        "call",
        ahead(peer.ipv4(), 10, tasks),
        ahead(peer.ipv6(), 16, tasks));
  }

  /// Tasks get their addresses in a row.
  private static String ahead(String address, int radix, int tasks) {
    int last = Math.max(address.lastIndexOf('.'), address.lastIndexOf(':')) + 1;
    int number = Integer.parseInt(address.substring(last), radix) + tasks;
    return address.substring(0, last) + Integer.toString(number, radix);
  }

  /// How often each kind of connection came about.
  static Map<String, Integer> connected(RunningTask task) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String name : new String[] {"peer4", "peer6", "service4", "service6"}) {
      String lines = task.exec("app", "sh", "-c", "wc -l 2>/dev/null </run/" + name).output();
      counts.put(name, lines.strip().matches("\\d+") ? Integer.parseInt(lines.strip()) : 0);
    }
    return counts;
  }
}

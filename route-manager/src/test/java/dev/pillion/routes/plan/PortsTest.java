package dev.pillion.routes.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class PortsTest {
  @Property(tries = 200)
  void everyPortIsMatchedOnceInGroupsThatTheKernelTakes(
      @ForAll @Size(max = 70) List<@IntRange(min = 1, max = 65535) Integer> ports) {
    var matched = new ArrayList<Integer>();
    for (var match : Ports.matches(ports)) {
      var group = match.substring(match.lastIndexOf(' ') + 1).split(",", -1);
      assertTrue(group.length <= 15, match);
      for (var port : group) {
        matched.add(Integer.valueOf(port));
      }
    }
    assertEquals(ports.stream().distinct().toList(), matched);
  }
}

package dev.pillion.xds.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AssignmentsTest {
  private static final List<ServiceKey> SERVICES =
      IntStream.range(0, 1000).mapToObj(i -> new ServiceKey("demo.local", "s" + i)).toList();
  private static final List<String> AGENTS =
      IntStream.range(0, 10).mapToObj(i -> "host-" + i).toList();

  @Test
  void eachServiceHasTwoAgents() {
    var assigned = Assignments.of(SERVICES, AGENTS);
    for (ServiceKey service : SERVICES) {
      assertEquals(2, assigned.values().stream().filter(set -> set.contains(service)).count());
    }
  }

  @Test
  void theOnlyAgentHasAll() {
    assertEquals(
        Map.of("host", new TreeSet<>(SERVICES)), Assignments.of(SERVICES, List.of("host")));
  }

  @Test
  void withoutAgentsNothingIsAssigned() {
    assertEquals(Map.of(), Assignments.of(SERVICES, List.of()));
  }

  @Test
  void theWorkIsSpreadEvenly() {
    Assignments.of(SERVICES, AGENTS)
        .forEach((agent, set) ->
            assertTrue(
                set.size() > 140 && set.size() < 260, agent + " has " + set.size() + " of 200"));
  }

  @Test
  void anAgentThatGoesMovesOnlyWhatItHad() {
    var before = Assignments.of(SERVICES, AGENTS);
    var fewer = new ArrayList<>(AGENTS);
    fewer.remove("host-3");
    var after = Assignments.of(SERVICES, fewer);
    for (String agent : fewer) {
      var kept = new TreeSet<>(before.get(agent));
      kept.removeAll(after.get(agent));
      assertEquals(new TreeSet<ServiceKey>(), kept, agent + " lost these");
    }
  }
}

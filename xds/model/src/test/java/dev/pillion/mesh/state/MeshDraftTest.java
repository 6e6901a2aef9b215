package dev.pillion.mesh.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.mesh.listener.Timeout;
import dev.pillion.mesh.model.MeshSpec;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.VirtualRouterSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Versions of a mesh share what they have in common, and none changes another.
final class MeshDraftTest {
  private static final int STEPS = 5_000;
  private static final int NAMES = 200;
  private static final RouteSpec ROUTE =
      new RouteSpec.Tcp(OptionalInt.empty(), OptionalInt.empty(), List.of(), Timeout.DEFAULT);

  private final MeshState empty = MeshState.empty("shop", 1, MeshSpec.DEFAULT);

  @Test
  void everyVersionStaysAsItWasWhateverComesAfterIt() {
    var random = new Random(20190125);
    var services = new TreeMap<String, VirtualServiceSpec>();
    var routes = new TreeMap<String, SortedMap<String, RouteSpec>>();
    var states = new ArrayList<MeshState>();
    var expected = new ArrayList<MeshState>();
    MeshState state = empty;
    for (int step = 0; step < STEPS; step++) {
      String name = "n" + random.nextInt(NAMES);
      String router = "r" + random.nextInt(5);
      var draft = MeshDraft.of(state);
      switch (random.nextInt(4)) {
        case 0 -> {
          var spec = provided(step);
          services.put(name, spec);
          draft.put(new ResourceId.VirtualService(name), spec);
        }
        case 1 -> {
          services.remove(name);
          draft.remove(new ResourceId.VirtualService(name));
        }
        case 2 -> {
          routes.computeIfAbsent(router, _ -> new TreeMap<>()).put(name, ROUTE);
          draft.put(new ResourceId.Route(router, name), ROUTE);
        }
        default -> {
          routes.getOrDefault(router, new TreeMap<>()).remove(name);
          routes.values().removeIf(table -> table.isEmpty());
          draft.remove(new ResourceId.Route(router, name));
        }
      }
      state = draft.at(step);
      if (step % 100 == 0) {
        states.add(state);
        expected.add(plain(step, services, routes));
      }
    }
    assertEquals(expected, states);
  }

  private MeshState plain(
      long version,
      SortedMap<String, VirtualServiceSpec> services,
      SortedMap<String, SortedMap<String, RouteSpec>> routes) {
    return new MeshState(
        empty.name(),
        version,
        empty.spec(),
        empty.virtualNodes(),
        empty.virtualRouters(),
        routes,
        services,
        empty.virtualGateways(),
        empty.gatewayRoutes());
  }

  private static VirtualServiceSpec provided(int step) {
    return new VirtualServiceSpec(
        Optional.of(new VirtualServiceSpec.Provider.Router("router-" + step)));
  }

  @Test
  void whatAWriteLeavesAsItIsBelongsToBothVersions() {
    MeshState before =
        MeshDraft.of(empty)
            .put(new ResourceId.VirtualService("a"), provided(1))
            .put(new ResourceId.Route("r", "a"), ROUTE)
            .put(new ResourceId.Route("s", "a"), ROUTE)
            .at(2);
    MeshState after = MeshDraft.of(before).put(new ResourceId.Route("r", "b"), ROUTE).at(3);
    assertSame(before.virtualServices(), after.virtualServices());
    assertSame(before.routesOf("s"), after.routesOf("s"));
    assertEquals(List.of("a", "b"), List.copyOf(after.routesOf("r").keySet()));
    assertEquals(List.of("a"), List.copyOf(before.routesOf("r").keySet()));
  }

  @Test
  void mapsThatMayChangeAreCopiedAndThoseOfAMeshCannotBeChanged() {
    var routers = new TreeMap<String, VirtualRouterSpec>();
    var routes = new TreeMap<String, SortedMap<String, RouteSpec>>();
    var table = new TreeMap<String, RouteSpec>();
    table.put("a", ROUTE);
    routes.put("r", table);
    MeshState mesh = plain(1, new TreeMap<>(), routes);
    table.clear();
    routes.clear();
    assertEquals(1, mesh.routesOf("r").size());
    assertThrows(UnsupportedOperationException.class, () -> mesh.routesOf("r").clear());
    assertThrows(UnsupportedOperationException.class, () -> mesh.virtualRouters().putAll(routers));
  }
}

package dev.pillion.agent.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.agent.envoy.EnvoyProbe.Readiness;
import org.junit.jupiter.api.Test;

final class AdminReadingTest {
  @Test
  void liveWithListenersAndNoneWarmingIsReady() {
    assertEquals(new Readiness.Ready(), read("LIVE", stats(1, 0, 0, 1)));
  }

  @Test
  void readyStaysReadyWhileTheServerIsAway() {
    assertEquals(new Readiness.Ready(), read("LIVE", stats(3, 1, 0, 0)));
  }

  @Test
  void liveWithoutListenersIsNotReady() {
    assertEquals(
        waiting("it has no listeners from the server yet"), read("LIVE", stats(0, 0, 0, 1)));
    assertEquals(
        waiting("it is not connected to the agent yet"),
        read("PRE_INITIALIZING", stats(0, 0, 0, 0)));
    assertEquals(waiting("it is not connected to the agent yet"), read("LIVE", ""));
  }

  @Test
  void rejectedListenersAreTold() {
    assertEquals(
        waiting("it rejected the listeners that the server sent; its log says why"),
        read("INITIALIZING", stats(0, 1, 0, 1)));
  }

  @Test
  void warmingListenersAreCounted() {
    assertEquals(
        waiting("2 of its listeners wait for routes or secrets"), read("LIVE", stats(1, 0, 2, 1)));
  }

  @Test
  void otherStatesAreTold() {
    assertEquals(
        waiting("it says INITIALIZING: a cluster, route or secret has not come yet"),
        read("INITIALIZING", stats(1, 0, 1, 1)));
  }

  @Test
  void oneThatDrainsServesAndIsReady() {
    assertEquals(new Readiness.Ready(), read("DRAINING", stats(1, 0, 0, 1)));
    assertEquals(
        waiting("it has no listeners from the server yet"), read("DRAINING", stats(0, 0, 0, 1)));
  }

  @Test
  void connectionsAreThoseOfListenersAndEachCountsOnce() {
    assertEquals(
        6,
        AdminReading.connections(
            """
            listener.0.0.0.0_15000.downstream_cx_active: 3
            listener.0.0.0.0_15000.downstream_pre_cx_active: 1
            listener.0.0.0.0_15000.worker_0.downstream_cx_active: 2
            listener.0.0.0.0_15000.worker_1.downstream_cx_active: 1
            listener.0.0.0.0_15001.downstream_cx_active: 2
            listener.admin.downstream_cx_active: 1
            listener.admin.main_thread.downstream_cx_active: 1
            """));
  }

  private static Readiness read(String state, String stats) {
    return AdminReading.parse(state, stats).readiness();
  }

  private static Readiness waiting(String what) {
    return new Readiness.Waiting(what);
  }

  private static String stats(int accepted, int rejected, int warming, int connected) {
    return """
    control_plane.connected_state: %d
    listener_manager.lds.update_rejected: %d
    listener_manager.lds.update_success: %d
    listener_manager.total_listeners_warming: %d
    """
        .formatted(connected, rejected, accepted, warming);
  }
}

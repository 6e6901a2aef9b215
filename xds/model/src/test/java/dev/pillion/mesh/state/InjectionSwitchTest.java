package dev.pillion.mesh.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class InjectionSwitchTest {
  private static final String CLUSTER = "arn:aws:ecs:eu-west-1:1:cluster/shop";
  private static final String HOST = "arn:aws:ecs:eu-west-1:1:container-instance/shop/1a2b";

  private static Optional<String> off(Map<String, String> tags) {
    return InjectionSwitch.of(tags).off("demo", CLUSTER, HOST);
  }

  @Test
  void withoutTagsOrWithOtherValuesItIsOn() {
    assertEquals(Optional.empty(), off(Map.of("team", "off")));
    assertEquals(
        Optional.empty(),
        off(Map.of("pillion:injection", "on", "pillion:injection:cluster:shop", "false")));
    assertEquals(
        Optional.empty(),
        off(Map.of("pillion:injection:cluster:other", "off", "pillion:injection:host:x", "off")));
  }

  @Test
  void itIsOffForAll() {
    assertEquals(
        Optional.of("injection is off for mesh demo; pillion injection on demo switches it on"),
        off(Map.of("pillion:injection", "off")));
  }

  @Test
  void itIsOffForAClusterByNameWhereTheAgentSaysItsArn() {
    var told = off(Map.of("pillion:injection:cluster:shop", "off"));
    assertEquals(
        Optional.of(
            "injection is off for mesh demo in cluster shop; pillion injection on demo --cluster"
                + " shop switches it on"),
        told);
    assertEquals(
        told,
        InjectionSwitch.of(Map.of("pillion:injection:cluster:shop", "off"))
            .off("demo", "shop", "other"));
  }

  @Test
  void itIsOffForOneHost() {
    assertEquals(
        Optional.of(
            "injection is off for mesh demo on host 1a2b; pillion injection on demo --host 1a2b"
                + " switches it on"),
        off(Map.of("pillion:injection:host:1a2b", "off")));
  }

  @Test
  void anAgentOutsideAnyClusterIsInNone() {
    assertEquals(
        Optional.empty(),
        InjectionSwitch.of(Map.of("pillion:injection:cluster:", "off")).off("demo", "", "host"));
  }
}

package dev.pillion.routes.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.routes.spec.RouteEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "APPMESH_IGNORE_UID", "1337",
          "APPMESH_APP_PORTS", "8080",
          "APPMESH_ENVOY_INGRESS_PORT", "15000",
          "APPMESH_ENVOY_EGRESS_PORT", "15001",
          "PILLION_IPTABLES", "nft");

  private final List<List<String>> started = new ArrayList<>();
  private final Redirector redirector =
      new Redirector(new Rehearsal(this::note), new NetworkNamespace(Path.of("/proc/none")));

  private Commands.Result note(List<String> command, String input) {
    started.add(command);
    return new Commands.Result(0, "v1.8.9 (nf_tables)", "");
  }

  @Test
  void itGoesTheWholeWayAndAsksNoProgramForMoreThanItsVersion() {
    var outcome = redirector.apply(RouteEnvironment.read(ENVIRONMENT));
    assertEquals("redirect=applied backend=nft ipv4=redirected ipv6=redirected", outcome.line());
    assertEquals(
        List.of(
            List.of("iptables-nft-save", "--version"),
            List.of("ip6tables-nft-save", "--version"),
            List.of("iptables-nft-restore", "--version"),
            List.of("ip6tables-nft-restore", "--version"),
            List.of("iptables-nft-save", "--version"),
            List.of("ip6tables-nft-save", "--version")),
        started);
  }

  @Test
  void whatItSetIsThereAfterwards() {
    redirector.apply(RouteEnvironment.read(ENVIRONMENT));
    assertEquals(
        "redirect=unchanged backend=nft ipv4=redirected ipv6=redirected",
        redirector.apply(RouteEnvironment.read(ENVIRONMENT)).line());
  }
}

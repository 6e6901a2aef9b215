package dev.pillion.agent.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.routes.plan.SavedRules;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SurveyTest {
  private static final String EMPTY = "*nat\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n";
  private static final String FOREIGN =
      "*nat\n:OUTPUT ACCEPT [0:0]\n:APPMESH_EGRESS - [0:0]\n-A OUTPUT -j APPMESH_EGRESS\nCOMMIT\n";
  private static final String OURS =
      "*mangle\n:PILLION_HOLD - [0:0]\n-A OUTPUT -p tcp -j PILLION_HOLD\nCOMMIT\n";

  @Test
  void anEmptyNamespaceGetsThePreferredBackend() {
    assertEquals(Backend.LEGACY, new Survey(Map.of()).backend(Backend.LEGACY));
    assertEquals(Backend.NFT, survey(EMPTY, EMPTY).backend(Backend.NFT));
  }

  @Test
  void theOnlyBackendWithRulesIsUsed() {
    assertEquals(Backend.LEGACY, survey(EMPTY, FOREIGN).backend(Backend.NFT));
    assertEquals(Backend.NFT, survey(FOREIGN, EMPTY).backend(Backend.LEGACY));
  }

  @Test
  void ofTwoBackendsWithRulesTheOneWithOursIsUsed() {
    assertEquals(Backend.LEGACY, survey(FOREIGN, OURS).backend(Backend.NFT));
    assertEquals(Backend.NFT, survey(FOREIGN, FOREIGN).backend(Backend.NFT));
  }

  @Test
  void chainsOfOtherMeshesAreNamedOnce() {
    assertEquals(List.of("APPMESH_EGRESS"), survey(FOREIGN, FOREIGN).foreignRedirects());
    assertEquals(List.of(), survey(OURS, EMPTY).foreignRedirects());
  }

  @Test
  void onlyListeningPortsCount() {
    String table =
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
           0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
           1: 0100007F:3A98 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1337
           2: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0
        """;
    assertEquals(Set.of(8080, 15000), Listeners.parse(table));
    assertEquals(Set.of(), Listeners.parse(""));
  }

  private static Survey survey(String nft, String legacy) {
    return new Survey(
        Map.of(
            Backend.NFT, Map.of(Family.IPV4, SavedRules.parse(nft)),
            Backend.LEGACY, Map.of(Family.IPV4, SavedRules.parse(legacy))));
  }
}

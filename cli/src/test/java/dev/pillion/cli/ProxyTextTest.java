package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Timestamp;
import dev.pillion.agent.v1.KeptBack;
import dev.pillion.agent.v1.ProxyStatus;
import dev.pillion.agent.v1.RefusedProxy;
import dev.pillion.agent.v1.Rejection;
import dev.pillion.agent.v1.SentResource;
import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.agent.v1.TypeStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ProxyTextTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final String COLORS = "cds_egress_shop_colors_http_8080";

  @Test
  void whichProxyRefusesWhatAndWhyAndWhoIsKeptFromIt() {
    var status =
        ServerStatus.newBuilder()
            .addProxies(
                proxy("mesh/shop/virtualNode/front/1")
                    .addTypes(
                        TypeStatus.newBuilder()
                            .setType("CDS")
                            .setResources(3)
                            .addRejections(
                                Rejection.newBuilder()
                                    .setName(COLORS)
                                    .setVersion("85a1")
                                    .setMadeBy("virtualNode/colors, listener 8080")
                                    .setError("Error adding/updating cluster(s)")
                                    .setAt(at(130))))
                    .addTypes(TypeStatus.newBuilder().setType("SDS").setResources(1)))
            .addProxies(
                proxy("mesh/shop/virtualNode/front/2")
                    .addKeptBack(
                        KeptBack.newBuilder()
                            .setType("CDS")
                            .setName(COLORS)
                            .setMadeBy("virtualNode/colors, listener 8080")
                            .setRefusedVersion("85a1")
                            .setServedVersion("79bb")
                            .addBy("mesh/shop/virtualNode/front/1")
                            .setError("Error adding/updating cluster(s)")))
            .addRefused(
                RefusedProxy.newBuilder()
                    .setNodeId("mesh/shop/virtualNode/lost")
                    .setCode(3)
                    .setProblem("mesh/shop/virtualNode/lost: there is none; create it")
                    .setTimes(12)
                    .setLast(at(5)))
            .build();
    assertEquals(
        """
        PROXY                          ENVOY   CONNECTED  STATE      CDS  EDS  SDS  LDS  RDS
        mesh/shop/virtualNode/front/1  1.40.0  1h0m ago   rejected   3    -    1    -    -
        mesh/shop/virtualNode/front/2  1.40.0  1h0m ago   kept back  -    -    -    -    -
          mesh/shop/virtualNode/front/1 rejected CDS cds_egress_shop_colors_http_8080 2m10s ago
              look at:    virtualNode/colors, listener 8080
              Envoy says: Error adding/updating cluster(s)
              It keeps what it last accepted. Correct the object, and the change is sent at once.
          mesh/shop/virtualNode/front/2 is not given the newest CDS cds_egress_shop_colors_http_8080, which mesh/shop/virtualNode/front/1 rejected
              look at:    virtualNode/colors, listener 8080
              Envoy says: Error adding/updating cluster(s)
              It has version 79bb, the last that was accepted, in the place of 85a1.
        turned away: proxy 'mesh/shop/virtualNode/lost', 12 times, last 5s ago, with gRPC status 3
            mesh/shop/virtualNode/lost: there is none; create it
        """,
        text(status));
  }

  @Test
  void whatAProxyThatWasAskedForWasSent() {
    var status =
        ServerStatus.newBuilder()
            .addProxies(
                proxy("mesh/shop/virtualNode/front/1")
                    .setDialect("delta")
                    .setInSync(true)
                    .addResources(
                        SentResource.newBuilder()
                            .setType("CDS")
                            .setName(COLORS)
                            .setVersion("85a1")
                            .setAccepted(true)
                            .setMadeBy("virtualNode/colors, listener 8080")))
            .build();
    assertEquals(
        """
        PROXY                          ENVOY   CONNECTED  STATE    CDS  EDS  SDS  LDS  RDS
        mesh/shop/virtualNode/front/1  1.40.0  1h0m ago   in sync  -    -    -    -    -
          mesh/shop/virtualNode/front/1, delta:
            TYPE  SENT                              VERSION  ACCEPTED  MADE FROM
            CDS   cds_egress_shop_colors_http_8080  85a1     yes       virtualNode/colors, listener 8080
        """,
        text(status));
  }

  private static ProxyStatus.Builder proxy(String nodeId) {
    return ProxyStatus.newBuilder()
        .setNodeId(nodeId)
        .setEnvoyVersion("1.40.0")
        .setConnected(at(3_600));
  }

  private static Timestamp.Builder at(long secondsAgo) {
    return Timestamp.newBuilder().setSeconds(NOW.getEpochSecond() - secondsAgo);
  }

  private static String text(ServerStatus status) {
    var text = new StringBuilder();
    ProxyText.add(status, NOW, text);
    return text.toString();
  }
}

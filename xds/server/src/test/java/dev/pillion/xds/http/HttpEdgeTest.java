package dev.pillion.xds.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.webserver.WebServerConfig;
import org.junit.jupiter.api.Test;

final class HttpEdgeTest {
  @Test
  void noPartOfAnAnswerWaitsForTheAcknowledgementOfTheOneBefore() {
    var server = WebServerConfig.builder();
    new HttpEdge(HttpLimits.DEFAULT, _ -> {}).applyTo(server);
    assertTrue(server.buildPrototype().connectionOptions().tcpNoDelay());
  }
}

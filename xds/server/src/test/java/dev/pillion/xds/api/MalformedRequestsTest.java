package dev.pillion.xds.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.xds.http.HttpLimits;
import dev.pillion.xds.store.MeshStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes that are no decent HTTP, on raw sockets: the client is at fault, never the server.
@Timeout(120)
final class MalformedRequestsTest {
  private static final String CHUNKED =
      "PUT /v20190125/meshes?a=%2F HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String[] WHOLE = {
    CHUNKED + "10\r\n{\"meshName\":\"m1\"\r\n1;a=b\r\n}\r\n0\r\n\r\n",
    "PUT /v20190125/meshes HTTP/1.1\r\nHost: a:1\r\nContent-Length: 17\r\n\r\n{\"meshName\":\"m2\"}",
    "GET /v20190125/meshes?limit=1&nextToken=%20 HTTP/1.1\r\nHost: [::1]:1\r\nA: b\r\n\r\n",
    "PUT /v20190125/tag?resourceArn=arn%3Aaws HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
        + "Content-Length: 2\r\n\r\n{}",
    "GET /readyz HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc",
  };
  private static final int MUTANTS = 2_000;
  private static final String NASTY = "\r\n\0 :;/%?#\"{}[]\t0F-\u00ff\u0080";

  private static MeshStore store;
  private static ApiServer server;

  @BeforeAll
  static void serve(@TempDir Path directory) {
    store = MeshStore.open(directory, "000000000000", Clock.systemUTC());
    server = ApiServer.listen("127.0.0.1", 0, store, Identity.DEVELOPMENT);
  }

  @AfterAll
  static void close() {
    server.close();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\nabcde\r\n0\r\n\r\n",
        "5\r\nabcde\r\n0\r\n\rX",
        "5\rabcde",
        "x\r\n",
        "-1\r\n",
        "\r\n",
        "7fffffff\r\n",
        "80000000\r\n",
        "ffffffffffffffff\r\n",
        "0\r\nTrailer: x\r\n\r\n",
        "1\r\nabc\r\n0\r\n\r\n",
      })
  void aBodyWhoseChunksAreBrokenIsTheClientsFault(String body) throws IOException {
    String answer = ask(CHUNKED + body);
    assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
    assertTrue(answer.contains("\r\nx-amzn-ErrorType: BadRequestException\r\n"), answer);
  }

  @Test
  void aChunkSizeThatDoesNotEndIsTooLarge() throws IOException {
    String answer = ask(CHUNKED + "0".repeat(3 * HttpLimits.DEFAULT.sizes().body()));
    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: x",
        "Content-Length: -1",
        "Content-Length: 99999999999999999999",
        "Content-Length: 1\r\nContent-Length: 2",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: gzip, chunked",
        "Content-Length: 1\r\nTransfer-Encoding: chunked",
        "Content-Encoding: gzip\r\nContent-Length: 1",
        "Host: b",
        "A\u0000: b",
        ": b",
        "A",
      })
  void aHeaderThatIsWrongIsNoDefectOfTheServer(String header) throws IOException {
    String answer = ask("PUT /v20190125/meshes HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\na");
    assertTrue(answer.matches("(?s)HTTP/1\\.1 (4\\d\\d|501) .*"), answer);
  }

  @Test
  void noMutilatedRequestIsTakenForADefectOfTheServerOrKeepsItWaiting() throws IOException {
    var random = new Random(20190125);
    var failures = new ArrayList<String>();
    for (int i = 0; i < MUTANTS; i++) {
      String request = mutant(WHOLE[i % WHOLE.length], random);
      String answer = ask(request);
      if (answer.contains("HTTP/1.1 500")) {
        failures.add(request + "\n=> " + answer);
      }
    }
    assertEquals("", String.join("\n\n", failures));
    String after = ask("GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertTrue(after.startsWith("HTTP/1.1 200 "), after);
    assertFalse(after.contains("\"ok\":false"), after);
  }

  /// The request with one to three characters changed, taken out or put in, or cut short.
  private static String mutant(String request, Random random) {
    var text = new StringBuilder(request);
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      int at = random.nextInt(text.length());
      char nasty = NASTY.charAt(random.nextInt(NASTY.length()));
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, nasty);
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, nasty);
        default -> text.setLength(Math.max(1, at));
      }
    }
    return text.toString();
  }

  /// Sends it, ends sending, and takes all that comes.
  private static String ask(String request) throws IOException {
    try (var client = RawClient.connect(server)) {
      return client.sendAll(request).rest();
    }
  }
}

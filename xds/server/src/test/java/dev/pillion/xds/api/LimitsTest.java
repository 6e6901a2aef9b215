package dev.pillion.xds.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.xds.http.HttpLimits;
import dev.pillion.xds.http.Limit;
import dev.pillion.xds.metrics.ServerMetrics;
import dev.pillion.xds.store.MeshStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What clients that take too much of the server get, on raw sockets.
@Timeout(60)
final class LimitsTest {
  private static final HttpLimits.Sizes SIZES = HttpLimits.DEFAULT.sizes();
  private static final HttpLimits.Counts COUNTS = HttpLimits.DEFAULT.counts();
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final HttpLimits.Times PATIENT =
      new HttpLimits.Times(LONG, LONG, LONG, LONG, LONG);
  private static final String GET = "GET /v20190125/meshes HTTP/1.1\r\nHost: a\r\n\r\n";

  private static final long ENOUGH = Duration.ofSeconds(30).toNanos();

  private final ServerMetrics metrics = new ServerMetrics();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private MeshStore store;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = MeshStore.open(directory, "000000000000", Clock.systemUTC());
    opened.add(store);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable part : opened.reversed()) {
      part.close();
    }
  }

  static Stream<HttpLimits> waits() {
    return Stream.of(
        new HttpLimits(SIZES, new HttpLimits.Times(SHORT, LONG, LONG, LONG, LONG), COUNTS),
        new HttpLimits(SIZES, new HttpLimits.Times(LONG, SHORT, LONG, LONG, LONG), COUNTS));
  }

  @Test
  void aRequestLineThatIsTooLongIsRefusedWithItsLimit() throws IOException {
    ApiServer server = serve(HttpLimits.DEFAULT);
    String answer = ask(server, "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    assertRefused(414, "BadRequestException", "longer than 8192 bytes", answer);
    awaitCounted("request-line");
  }

  @Test
  void headersThatAreTooLargeAreRefusedWithTheirLimit() throws IOException {
    ApiServer server = serve(HttpLimits.DEFAULT);
    String header = "X-A: " + "a".repeat(1_000) + "\r\n";
    String answer = ask(server, "GET / HTTP/1.1\r\nHost: a\r\n" + header.repeat(20) + "\r\n");
    assertRefused(400, "BadRequestException", "larger than 16384 bytes", answer);
    awaitCounted("headers");
  }

  @Test
  void aBodyThatSaysItIsTooLargeIsRefusedBeforeItIsSent() throws IOException {
    ApiServer server = serve(HttpLimits.DEFAULT);
    String answer = ask(server, put("Content-Length: 2000000"));
    assertRefused(413, "BadRequestException", "larger than 1048576 bytes", answer);
    awaitCounted("body");
  }

  @Test
  void aClientThatSendsAllOfABodyThatIsTooLargeStillReadsWhy() throws IOException {
    ApiServer server = serve(HttpLimits.DEFAULT);
    try (var client = RawClient.connect(server)) {
      String request = put("Content-Length: 2000000") + "a".repeat(2_000_000);
      String answer = client.sendAll(request).rest();
      assertRefused(413, "BadRequestException", "larger than 1048576 bytes", answer);
    }
  }

  @ParameterizedTest
  @MethodSource("waits")
  void aClientThatSendsAByteNowAndThenIsEnded(HttpLimits limits) throws IOException {
    ApiServer server = serve(limits);
    boolean header = limits.times().header().equals(SHORT);
    try (var slow = RawClient.connect(server)) {
      slow.send(header ? "GET / HTTP/1.1\r\nX-Slow: " : put("Content-Length: 1000000"));
      slow.sendUntilEnd("a");
    }
    awaitCounted(header ? "header-time" : "body-time");
  }

  @Test
  void aConnectionOnWhichNothingComesIsEnded() throws IOException {
    var times = new HttpLimits.Times(SHORT, LONG, LONG, LONG, LONG);
    ApiServer server = serve(new HttpLimits(SIZES, times, COUNTS));
    try (var silent = RawClient.connect(server)) {
      silent.awaitEnd();
    }
  }

  @Test
  void aConnectionIsUsedAgainUntilItIsIdleForTooLong() throws IOException {
    var times = new HttpLimits.Times(LONG, LONG, LONG, SHORT, LONG);
    ApiServer server = serve(new HttpLimits(SIZES, times, COUNTS));
    try (var idle = RawClient.connect(server)) {
      assertTrue(idle.send(GET + GET).answer().startsWith("HTTP/1.1 200 "));
      assertTrue(idle.answer().startsWith("HTTP/1.1 200 "));
      idle.awaitEnd();
    }
  }

  @Test
  void aClientThatTakesNoAnswersIsEnded() throws IOException {
    var times = new HttpLimits.Times(LONG, LONG, SHORT, LONG, LONG);
    ApiServer server = serve(new HttpLimits(SIZES, times, COUNTS));
    try (var greedy = RawClient.connect(server.address(), 4096)) {
      greedy.send(describeMuch(server).repeat(400));
      awaitCounted("answer-time");
    }
  }

  @Test
  void aClientThatTakesNoAnswersKeepsNobodysPlace() throws IOException {
    ApiServer server = serve(new HttpLimits(SIZES, PATIENT, new HttpLimits.Counts(64, 1, 8)));
    try (var greedy = RawClient.connect(server.address(), 4096)) {
      greedy.send(describeMuch(server).repeat(400));
      // When it gets no further, the server waits for it to take an answer.
      double before = -1;
      int served = 0;
      for (long end = System.nanoTime() + ENOUGH; served < 50; ) {
        assertTrue(System.nanoTime() < end, metrics::scrape);
        double now =
            value("pillion_api_requests_total{code=\"OK\",operation=\"DescribeVirtualNode\"}");
        boolean stands = now > 0 && now == before;
        before = now;
        boolean answered = ask(server, GET).startsWith("HTTP/1.1 200 ");
        served = stands && answered ? served + 1 : 0;
      }
    }
  }

  @Test
  void answersThatNobodyTakesCountAmongTheBodies() throws IOException {
    var sizes = new HttpLimits.Sizes(8 << 10, 16 << 10, 1 << 20, 70_000);
    ApiServer server = serve(new HttpLimits(sizes, PATIENT, COUNTS));
    String much = describeMuch(server);
    try (var one = RawClient.connect(server.address(), 4096);
        var two = RawClient.connect(server.address(), 4096)) {
      one.send(much.repeat(400));
      two.send(much.repeat(400));
      String refused = askUntil(429, server, GET);
      assertRefused(429, "TooManyRequestsException", "as many bytes of requests", refused);
    }
    askUntil(200, server, GET);
  }

  /// A request whose answer is large; none that the sockets' buffers could take a few hundred of.
  private static String describeMuch(ApiServer server) throws IOException {
    ask(server, put("{\"meshName\":\"m\"}", "/v20190125/meshes"));
    String backends =
        String.join(
            ",",
            IntStream.range(0, 1_000)
                .mapToObj("{\"virtualService\":{\"virtualServiceName\":\"service-%d\"}}"::formatted)
                .toList());
    String node = "{\"virtualNodeName\":\"n\",\"spec\":{\"backends\":[" + backends + "]}}";
    String made = ask(server, put(node, "/v20190125/meshes/m/virtualNodes"));
    assertTrue(made.startsWith("HTTP/1.1 200 "), made);
    return "GET /v20190125/meshes/m/virtualNodes/n HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  @Test
  void whenAllConnectionsAreBusyANewOneIsRefusedAtOnce() throws Exception {
    var held = new HeldStore(store, 2);
    var counts = new HttpLimits.Counts(2, 8, 8);
    ApiServer server = serve(new HttpLimits(SIZES, PATIENT, counts), held.store());
    try (var one = RawClient.connect(server);
        var two = RawClient.connect(server);
        held) {
      one.send(put("{\"meshName\":\"one\"}", "/v20190125/meshes"));
      two.send(put("{\"meshName\":\"two\"}", "/v20190125/meshes"));
      held.awaitArrivals();
      String refused = ask(server, "");
      assertRefused(503, "ServiceUnavailableException", "as many connections as it may", refused);
      assertTrue(refused.contains("\r\nRetry-After: 1\r\n"), refused);
      held.letGo();
      assertTrue(one.answer().startsWith("HTTP/1.1 200 "));
      assertTrue(two.answer().startsWith("HTTP/1.1 200 "));
    }
    awaitCounted("connections");
  }

  @Test
  void whenOthersOnlyWaitTheOneThatWaitedLongestGivesWayToANewOne() throws IOException {
    ApiServer server = serve(new HttpLimits(SIZES, PATIENT, new HttpLimits.Counts(2, 8, 8)));
    try (var first = RawClient.connect(server)) {
      first.send(GET).answer();
      try (var second = RawClient.connect(server)) {
        second.send(GET).answer();
        second.send("GET /v20");
        // refused until the first has kept the server waiting for a second
        askUntil(200, server, GET);
      }
      first.awaitEnd();
    }
    awaitCounted("connection-waited");
  }

  @Test
  void moreWritesThanMayBeAtOnceAreToldToComeAgainAndReadsGoOn() throws Exception {
    var held = new HeldStore(store, 1);
    var counts = new HttpLimits.Counts(64, 8, 1);
    ApiServer server = serve(new HttpLimits(SIZES, PATIENT, counts), held.store());
    try (var one = RawClient.connect(server);
        held) {
      one.send(put("{\"meshName\":\"one\"}", "/v20190125/meshes"));
      held.awaitArrivals();
      String refused = ask(server, put("{\"meshName\":\"two\"}", "/v20190125/meshes"));
      assertRefused(429, "TooManyRequestsException", "as many writes as may be at once", refused);
      assertTrue(refused.contains("\r\nRetry-After: 1\r\n"), refused);
      assertTrue(ask(server, GET).startsWith("HTTP/1.1 200 "));
      String alive = ask(server, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
      assertTrue(alive.startsWith("HTTP/1.1 200 "), alive);
      held.letGo();
      assertTrue(one.answer().startsWith("HTTP/1.1 200 "));
    }
    awaitCounted("writes");
  }

  @Test
  void bodiesTogetherTakeNoMoreMemoryThanTheyMay() throws IOException {
    var sizes = new HttpLimits.Sizes(8 << 10, 16 << 10, 1 << 20, 100_000);
    ApiServer server = serve(new HttpLimits(sizes, PATIENT, COUNTS));
    try (var half = RawClient.connect(server)) {
      half.send(put("Content-Length: 160000") + "a".repeat(80_000));
      awaitHeld(60_000);
      String answer = ask(server, put("b".repeat(60_000), "/v20190125/meshes"));
      assertRefused(
          429, "TooManyRequestsException", "as many bytes of requests and answers", answer);
      awaitCounted("bodies");
    }
    // What the first one held is free again once the server has seen that it is gone.
    askUntil(404, server, put("b".repeat(90_000), "/x"));
  }

  @Test
  void everyAnswerHasARequestIdEvenTheWebServersOwn() throws IOException {
    ApiServer server = serve(HttpLimits.DEFAULT);
    for (String request :
        List.of(
            GET, "nonsense\r\n\r\n", put("Content-Length: 2000000"), "GET /x HTTP/1.0\r\n\r\n")) {
      String answer = ask(server, request).toLowerCase(Locale.ROOT);
      assertTrue(answer.contains("\r\nx-amzn-requestid: "), answer);
    }
  }

  @Test
  void manyClientsThatSayNothingKeepNobodyOut() throws IOException {
    var counts = new HttpLimits.Counts(300, 8, 8);
    ApiServer server = serve(new HttpLimits(SIZES, PATIENT, counts));
    for (int i = 0; i < 2 * counts.connections(); i++) {
      opened.addFirst(RawClient.connect(server));
    }
    askUntil(200, server, GET);
    assertTrue(metrics.scrape().contains("pillion_api_connections "), metrics::scrape);
    awaitCounted("connection-waited");
  }

  @Test
  void theDocsTellEachLimitWithItsSetting() throws IOException {
    String page = Files.readString(Path.of("../../docs/limits.md"));
    for (String cells :
        List.of(
            "| request line | 8 KiB | `PILLION_API_REQUEST_LINE` |",
            "| headers | 16 KiB | `PILLION_API_HEADERS` |",
            "| body | 1 MiB | `PILLION_API_BODY` |",
            "| all bodies together | 64 MiB | `PILLION_API_BODIES` |",
            "| time for headers | 10 s | `PILLION_API_HEADER_TIME` |",
            "| time for a body | 20 s | `PILLION_API_BODY_TIME` |",
            "| time to take an answer | 20 s | `PILLION_API_ANSWER_TIME` |",
            "| idle connection | 75 s | `PILLION_API_IDLE_TIME` |",
            "| connections | 1024 | `PILLION_API_CONNECTIONS` |",
            "| reads at once | 128 | `PILLION_API_READS` |",
            "| writes at once | 128 | `PILLION_API_WRITES` |",
            "have 10 s (`PILLION_STOP_TIME`) to be answered")) {
      assertTrue(page.contains(cells), () -> "docs/limits.md does not say " + cells);
    }
    for (Limit limit : Limit.values()) {
      String label = "`" + limit.label() + "`";
      assertTrue(page.contains(label), () -> "docs/limits.md does not tell of " + label);
    }
  }

  private ApiServer serve(HttpLimits limits) {
    return serve(limits, store);
  }

  private ApiServer serve(HttpLimits limits, MeshStore served) {
    var config =
        new ApiConfig(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            Identity.DEVELOPMENT,
            limits,
            Access.OPEN);
    ApiServer server = ApiServer.listen(config, served, metrics, List.of());
    opened.add(server);
    return server;
  }

  private static String ask(ApiServer server, String request) throws IOException {
    try (var client = RawClient.connect(server)) {
      return client.send(request).answer();
    }
  }

  /// Asks again and again.
  private static String askUntil(int status, ApiServer server, String request) throws IOException {
    var answers = new ArrayList<String>();
    for (long end = System.nanoTime() + ENOUGH; System.nanoTime() < end; ) {
      String answer = ask(server, request);
      if (answer.startsWith("HTTP/1.1 " + status + " ")) {
        return answer;
      }
      answers.add(answer);
    }
    throw new AssertionError("no %d, but last '%s'".formatted(status, answers.getLast()));
  }

  private static String put(String header) {
    return "PUT /v20190125/meshes HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n";
  }

  private static String put(String body, String path) {
    return "PUT %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, body.length(), body);
  }

  private static void assertRefused(int status, String type, String message, String answer) {
    assertEquals("HTTP/1.1 " + status, answer.substring(0, Math.min(12, answer.length())), answer);
    assertTrue(answer.contains("\r\nx-amzn-ErrorType: " + type + "\r\n"), answer);
    assertTrue(answer.contains(message), answer);
  }

  private void awaitHeld(int bytes) {
    for (long end = System.nanoTime() + ENOUGH; value("pillion_api_body_bytes") < bytes; ) {
      assertTrue(System.nanoTime() < end, metrics::scrape);
    }
  }

  /// 0 where there is none.
  private double value(String series) {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /// A refusal is counted a moment after its client hears of it.
  private void awaitCounted(String limit) {
    String counter = "pillion_api_refused_total{limit=\"" + limit + "\"} ";
    for (long end = System.nanoTime() + ENOUGH; !metrics.scrape().contains(counter); ) {
      assertTrue(System.nanoTime() < end, metrics::scrape);
      Thread.onSpinWait();
    }
  }
}

package dev.pillion.xds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a running server tells Prometheus, and that docs/metrics.md tells of all of it.
final class MetricsTest {
  private static final String BEGIN = "<!-- metrics: written from a server's own -->\n";
  private static final String END = "<!-- end of metrics -->";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path PAGE = Path.of("../../docs/metrics.md");
  private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\S+) (.*)$");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private XdsServer server;

  @BeforeEach
  void start(@TempDir Path data) {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = XdsServer.start(new XdsConfig(data, anyPort, anyPort), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void requestsAreCountedByOperationAndErrorAndNeverByWhatTheyName() throws Exception {
    send("PUT", "/v20190125/meshes", "{\"meshName\":\"shop\"}");
    send("PUT", "/v20190125/meshes", "{\"meshName\":\"shop\"}");
    send("GET", "/v20190125/meshes/nobody-has-this", "");
    send("GET", "/v20190125/%ff", "");
    send("GET", "/meshes/shop", "");
    String arn = "arn:aws:appmesh:us-east-1:000000000000:mesh/shop";
    send("PUT", "/v20190125/tag?resourceArn=" + arn, "{\"tags\":[]}");
    send("PUT", "/v20190125/untag?resourceArn=" + arn, "{\"tagKeys\":[]}");
    send("GET", "/v20190125/tags?resourceArn=" + arn, "");
    String text = scrapeWhen(page -> sum("pillion_api_requests_total", page) == 8);
    assertValue("1", "pillion_api_requests_total{code=\"OK\",operation=\"CreateMesh\"}", text);
    for (String operation :
        List.of("DescribeMesh", "TagResource", "UntagResource", "ListTagsForResource")) {
      assertValue(
          "1", "pillion_api_requests_total{code=\"OK\",operation=\"" + operation + "\"}", text);
    }
    assertValue(
        "1",
        "pillion_api_requests_total{code=\"ConflictException\",operation=\"CreateMesh\"}",
        text);
    assertValue(
        "1",
        "pillion_api_requests_total{code=\"NotFoundException\",operation=\"DescribeMesh\"}",
        text);
    assertValue(
        "1", "pillion_api_requests_total{code=\"BadRequestException\",operation=\"none\"}", text);
    assertValue("2", "pillion_api_request_duration_seconds_count{operation=\"CreateMesh\"}", text);
    assertValue("4", "pillion_store_commit_duration_seconds_count", text);
    assertValue("0", "pillion_proxies{state=\"in-sync\"}", text);
    assertValue("0", "pillion_agents{state=\"connected\"}", text);
    assertFalse(text.contains("shop") || text.contains("nobody-has-this"), text);
  }

  @Test
  void theServerIsReadyAndSaysWhatWasChecked() throws Exception {
    assertEquals(
        "{\"ready\":true,\"checks\":[{\"name\":\"running\",\"ok\":true},"
            + "{\"name\":\"store\",\"ok\":true},{\"name\":\"xds\",\"ok\":true}]}",
        send("GET", "/readyz", ""));
  }

  @Test
  void theDocsTellOfEveryMetric() throws Exception {
    send("GET", "/v20190125/meshes", "");
    send("PATCH", "/v20190125/" + "a".repeat(10_000), "");
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    String text =
        scrapeWhen(found ->
            sum("pillion_api_requests_total", found) == 1
                && sum("pillion_api_refused_total", found) == 1);
    String written = page.substring(0, begin) + table(text) + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, written);
    }
    assertEquals(
        written,
        Files.readString(PAGE),
        "run mvn test -pl xds/server -am -Dtest=MetricsTest -Ddocs.update=true"
            + " -Dsurefire.failIfNoSpecifiedTests=false");
  }

  private static String table(String text) {
    var types = new TreeMap<String, String>();
    TYPE.matcher(text).results().forEach(line -> types.put(line.group(1), line.group(2)));
    var rows = new TreeMap<String, String>();
    HELP.matcher(text)
        .results()
        .forEach(line -> {
          String name = line.group(1);
          rows.put(
              name,
              "| `%s` | %s | %s | %s |\n"
                  .formatted(name, types.get(name), labels(name, text), line.group(2)));
        });
    return "\n| metric | type | labels | what it is |\n|---|---|---|---|\n"
        + String.join("", rows.values())
        + "\n";
  }

  private static String labels(String name, String text) {
    var labels = new TreeSet<String>();
    text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + "_count{"))
        .forEach(line ->
            LABEL.matcher(line).results().forEach(found -> labels.add("`" + found.group(1) + "`")));
    return String.join(", ", labels);
  }

  private static void assertValue(String value, String series, String text) {
    Map<String, String> values = new TreeMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> values.put(line.replaceFirst(" \\S+$", ""), line.replaceFirst(".* ", "")));
    assertEquals(value, values.getOrDefault(series, "none").replaceFirst("\\.0$", ""), series);
    assertTrue(values.containsKey(series), text);
  }

  /// A request is counted a moment after its client has the answer.
  private String scrapeWhen(Predicate<String> counted) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String text = send("GET", "/metrics", "");
    while (!counted.test(text)) {
      assertTrue(System.nanoTime() < end, text);
      text = send("GET", "/metrics", "");
    }
    return text;
  }

  private static double sum(String metric, String text) {
    return text.lines()
        .filter(line -> line.startsWith(metric + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private String send(String method, String path, String body)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + server.apiAddress().getPort() + path);
    var request =
        HttpRequest.newBuilder(uri)
            .version(HttpClient.Version.HTTP_1_1)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}

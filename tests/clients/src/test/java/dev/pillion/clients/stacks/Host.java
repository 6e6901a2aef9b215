package dev.pillion.clients.stacks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A host in a container: its tools and its AWS CLI are real, systemd and dnf are stand-ins that
/// write down what they were asked (host.sh). Instance metadata is answered here, by way of a
/// proxy.
final class Host {
  private static final Path DRIVER = Path.of("src/test/resources/stacks/host.sh");
  private static final String IMAGE =
      System.getenv().getOrDefault("PILLION_HOST_IMAGE", "pillion/host:bookworm");

  private Host() {}

  /// What a script did.
  ///
  /// @param status its exit status
  /// @param log what it wrote
  /// @param calls what systemd, dnf, CloudWatch's agent and CloudFormation were asked, in order
  /// @param modes mode, owner and path of each file in /etc/pillion
  /// @param files the host's files afterwards
  record Ran(int status, String log, List<String> calls, List<String> modes, Path files) {
    String file(String path) throws IOException {
      return Files.readString(files.resolve(path));
    }

    /// The settings of an environment file that are not behind a `#`.
    Map<String, String> settings(String role) throws IOException {
      return file("etc/pillion/" + role + ".env")
          .lines()
          .filter(line -> !line.startsWith("#") && line.contains("="))
          .collect(
              Collectors.toMap(
                  line -> line.substring(0, line.indexOf('=')),
                  line -> line.substring(line.indexOf('=') + 1)));
    }
  }

  /// Runs scripts on one host, one after the other.
  ///
  /// @param endpoint where AWS is
  /// @param instance the host's instance id
  static Map<String, Ran> run(
      Path work, String endpoint, String instance, Map<String, String> scripts)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(work).toAbsolutePath();
    Files.copy(DRIVER, folder.resolve("host.sh"), StandardCopyOption.REPLACE_EXISTING);
    List<String> inside = new ArrayList<>();
    for (var script : scripts.entrySet()) {
      Files.writeString(folder.resolve(script.getKey()), script.getValue());
      inside.add("/case/" + script.getKey());
    }
    var metadata = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    metadata.createContext("/", exchange -> answer(exchange, instance));
    metadata.start();
    try {
      List<String> line = new ArrayList<>(List.of("docker", "run", "--rm", "--network", "host"));
      line.addAll(List.of("--label", "dev.pillion.test=1"));
      Map<String, String> environment = new LinkedHashMap<>();
      environment.put("AWS_ENDPOINT_URL", endpoint);
      environment.put("AWS_ACCESS_KEY_ID", "any");
      environment.put("AWS_SECRET_ACCESS_KEY", "any");
      environment.put("http_proxy", "http://127.0.0.1:" + metadata.getAddress().getPort());
      environment.put("no_proxy", "127.0.0.1");
      environment.forEach((key, value) -> line.addAll(List.of("-e", key + "=" + value)));
      line.addAll(
          List.of("-v", sitePackages() + ":/opt/site-packages:ro", "-v", folder + ":/case"));
      line.addAll(List.of(IMAGE, "bash", "/case/host.sh"));
      line.addAll(inside);
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("the container failed: " + said);
      }
    } finally {
      metadata.stop(0);
    }
    Map<String, Ran> ran = new LinkedHashMap<>();
    for (String name : scripts.keySet()) {
      ran.put(name, read(folder.resolve("out").resolve(name)));
    }
    return ran;
  }

  private static Ran read(Path out) throws IOException {
    return new Ran(
        Integer.parseInt(Files.readString(out.resolve("status")).strip()),
        Files.readString(out.resolve("log")),
        Files.readAllLines(out.resolve("calls")),
        Files.readAllLines(out.resolve("modes")),
        out.resolve("files"));
  }

  /// The second version of instance metadata only: a token first.
  private static void answer(HttpExchange exchange, String instance) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String host = exchange.getRequestURI().getHost();
    String answer = "";
    int status = 404;
    if (!"169.254.169.254".equals(host)) {
      status = 502;
    } else if (path.equals("/latest/api/token") && exchange.getRequestMethod().equals("PUT")) {
      status = 200;
      answer = "metadata-token";
    } else if (path.equals("/latest/meta-data/instance-id")) {
      boolean hasToken =
          "metadata-token"
              .equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"));
      status = hasToken ? 200 : 401;
      answer = instance;
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  private static Path sitePackages() throws IOException {
    try (Stream<Path> versions = Files.list(Stacks.PYTHON.toRealPath().resolve("lib"))) {
      return versions
          .map(version -> version.resolve("site-packages"))
          .filter(Files::isDirectory)
          .findFirst()
          .orElseThrow();
    }
  }
}

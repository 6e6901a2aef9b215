package dev.pillion.rig;

import dev.pillion.ports.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `pillion server` as it runs outside development: signed API requests, TLS on both addresses, and
/// xds clients that show a certificate or a token.
public final class GuardedServer implements AutoCloseable {
  /// The server's name in its certificate.
  public static final String NAME = "pillion.mesh.internal";

  private static final String REGION = "us-east-1";
  private static final Pattern KEY =
      Pattern.compile("access key id +(\\S+)\\s+secret access key +(\\S+)");

  private final Program program;
  private final Path data;
  private final Credentials credentials;
  private final Map<String, String> environment;
  private final String api = "127.0.0.1:" + FreePorts.next();
  private final String host;
  private final int port = FreePorts.next();

  /// One that is yet to be started.
  ///
  /// @param host the address at which proxies reach it
  /// @param scopes what there are tokens for
  public GuardedServer(Path folder, String host, String... scopes) {
    this.program = new Program("guarded-server", folder);
    this.data = folder.resolve("guarded-data");
    this.host = host;
    this.credentials =
        new Credentials(folder)
            .certificate("server", "DNS:" + NAME, "DNS:localhost", "IP:127.0.0.1", "IP:" + host);
    this.environment =
        Map.of(
            "PILLION_KEY_FILE", folder.resolve("pillion.key").toString(),
            "PILLION_XDS_TOKENS", credentials.tokens(scopes).toString());
  }

  /// Starts it and waits until it serves.
  public void start() {
    program.start(
        List.of(
            "server",
            "--data",
            data.toString(),
            "--region",
            REGION,
            "--account",
            "123456789012",
            "--api",
            api,
            "--xds",
            host + ":" + port,
            "--tls-cert",
            file("server.pem"),
            "--tls-key",
            file("server.key"),
            "--xds-client-ca",
            file("ca.pem")),
        environment,
        () -> program.output().contains("ready: api https://" + api));
  }

  /// Makes an access key, and a client of the API that signs with it.
  public Mesh mesh() {
    String said = pillion("keys", "create", "--data", data.toString());
    Matcher key = KEY.matcher(said);
    if (!key.find()) {
      throw new RigException("no access key was made: " + said);
    }
    return new Mesh(
        URI.create("https://" + api), key.group(1), key.group(2), credentials.file("ca.pem"));
  }

  /// What `pillion status --server` prints for somebody with a token for everything.
  public String status(String... options) {
    credentials.write("token", Credentials.token("*") + "\n");
    var line = new ArrayList<>(List.of("status", "--server", host + ":" + port));
    line.addAll(List.of("--ca", file("ca.pem"), "--token-file", file("token")));
    line.addAll(List.of(options));
    return pillion(line.toArray(String[]::new));
  }

  /// Who may call it.
  public Credentials credentials() {
    return credentials;
  }

  /// Where proxies dial it, by its name.
  public String xds() {
    return NAME + ":" + port;
  }

  /// Everything it has written.
  public String written() {
    return program.written();
  }

  private String file(String name) {
    return credentials.file(name).toString();
  }

  /// Runs the command to its end.
  private String pillion(String... arguments) {
    var line = new ArrayList<String>();
    line.add(Checkout.root().resolve("bin/pillion").toString());
    line.addAll(List.of(arguments));
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.startsWith("PILLION_"));
    builder.environment().put("PILLION_KEY_FILE", environment.getOrDefault("PILLION_KEY_FILE", ""));
    try {
      var process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new RigException("pillion %s: %s".formatted(String.join(" ", arguments), said));
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted while waiting for pillion " + arguments[0], e);
    }
  }

  @Override
  public void close() {
    program.stop();
  }
}

package dev.pillion.agent.cloudmap;

import dev.pillion.agent.link.Eventually;
import dev.pillion.ports.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/// AWS's APIs as moto has them, in a process of its own on a free port.
public final class MotoServer implements AutoCloseable {
  private final Process process;
  private final int port;

  private MotoServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts it and waits until it answers.
  public static MotoServer start() throws IOException {
    Path program = python().resolve("bin/moto_server");
    for (int attempt = 0; attempt < 3; attempt++) {
      int port = FreePorts.next();
      var process =
          new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Eventually.holds("moto_server answers", () -> !process.isAlive() || answers(port));
      if (process.isAlive()) {
        return new MotoServer(process, port);
      }
    }
    throw new IllegalStateException(program + ": does not start; run it by hand to see why");
  }

  private static Path python() {
    String given = System.getProperty("PILLION_PYTHON_HOME", System.getenv("PILLION_PYTHON_HOME"));
    if (given != null) {
      return Path.of(given);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isExecutable(at.resolve(".cache/python/bin/moto_server"))) {
        return at.resolve(".cache/python");
      }
    }
    throw new IllegalStateException(
        "moto: not found in .cache/python; run scripts/setup python, or set PILLION_PYTHON_HOME");
  }

  private static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Where it answers.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// Access to it, by clients as the agent's own.
  public Aws aws() {
    return Aws.open(() -> new Answer.Given<>(clients()), InstantSource.system());
  }

  AwsClients clients() {
    return AwsClients.of(
        Region.EU_CENTRAL_1, credentials(), Optional.of(endpoint()), Clock.systemUTC());
  }

  /// The SDK's own client of Cloud Map, for what the agent never does.
  ServiceDiscoveryClient cloudMap() {
    return set(ServiceDiscoveryClient.builder()).build();
  }

  /// The SDK's own client of ECS.
  EcsClient ecs() {
    return set(EcsClient.builder()).build();
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B set(B builder) {
    return builder
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(credentials())
        .endpointOverride(endpoint());
  }

  static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
  }

  /// Ends the process it started, and no other.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

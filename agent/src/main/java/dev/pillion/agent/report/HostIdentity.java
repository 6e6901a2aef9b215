package dev.pillion.agent.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who this agent is to the server.
///
/// @param reporter the container instance's ARN, or the host's name where ECS does not say
/// @param cluster ECS's, as its agent names it; empty where ECS does not say
public record HostIdentity(String reporter, String cluster) {
  /// Where the ECS agent of a host answers.
  public static final URI INTROSPECTION = URI.create("http://localhost:51678/v1/metadata");

  private static final Logger LOG = LoggerFactory.getLogger(HostIdentity.class);
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /// Asks the ECS agent for at most 200 ms per step, then the kernel.
  public static HostIdentity find(URI introspection) {
    try {
      return introspected(introspection).orElseGet(HostIdentity::named);
    } catch (IOException e) {
      LOG.debug("ecs-introspection uri={} answer=none: {}", introspection, e.toString());
      return named();
    }
  }

  private static Optional<HostIdentity> introspected(URI uri) throws IOException {
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout((int) PATIENCE.toMillis());
    connection.setReadTimeout((int) PATIENCE.toMillis());
    try (InputStream body = connection.getInputStream()) {
      JsonNode metadata = new ObjectMapper().readTree(body);
      String arn = metadata.path("ContainerInstanceArn").asText("");
      // The ECS agent answers before it is registered, with null for the ARN.
      return arn.isEmpty() || arn.equals("null")
          ? Optional.empty()
          : Optional.of(new HostIdentity(arn, metadata.path("Cluster").asText("")));
    } finally {
      connection.disconnect();
    }
  }

  private static HostIdentity named() {
    try {
      return new HostIdentity(Files.readString(HOST_NAME).strip(), "");
    } catch (IOException e) {
      LOG.warn(
          "file={} problem=\"{}\" remedy=\"agents that cannot name their host overwrite each"
              + " other's reports: make it readable\"",
          HOST_NAME,
          e.toString());
      return new HostIdentity("localhost", "");
    }
  }
}

package dev.pillion.agent.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import dev.pillion.inject.apply.ContainerRuntime;
import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;

/// Docker on this host, by the API version that it speaks itself.
public final class DockerEngine implements AutoCloseable {
  // One a task and some for events and pulls; more would wait for each other here, not in Docker.
  private static final int CONNECTIONS = 64;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final DockerClient client;
  private final String endpoint;

  private DockerEngine(DockerClient client, String endpoint) {
    this.client = client;
    this.endpoint = endpoint;
  }

  /// Docker at that address; nothing is asked yet.
  ///
  /// @param address `unix:///path` or `tcp://host:port`
  public static DockerEngine at(URI address) {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(address.toString())
            .withDockerTlsVerify(false)
            .build();
    var http =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .maxConnections(CONNECTIONS)
            .connectionTimeout(CONNECT_TIMEOUT)
            .build();
    Rehearsal.of(config.getObjectMapper());
    return new DockerEngine(DockerClientImpl.getInstance(config, http), address.toString());
  }

  /// Its containers.
  public ContainerRuntime runtime() {
    return new DockerRuntime(client, endpoint);
  }

  /// Its events, from the call on until they are closed.
  public DockerEvents watch(DockerEvents.Watcher watcher) {
    return DockerEvents.open(client, endpoint, watcher);
  }

  /// What it says of itself.
  ///
  /// @throws MeshException when it does not answer
  public EngineFacts facts() {
    try {
      var version = client.versionCmd().exec();
      var info = client.infoCmd().exec();
      return new EngineFacts(
          version.getVersion() + "",
          version.getApiVersion() + "",
          info.getDriver() + "",
          Boolean.TRUE.equals(info.getRawValues().get("LiveRestoreEnabled")));
    } catch (RuntimeException e) {
      throw new MeshException(
          MeshException.Code.UNAVAILABLE,
          "Docker at " + endpoint,
          "does not answer: " + e.getMessage(),
          "start Docker, or set DOCKER_HOST");
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

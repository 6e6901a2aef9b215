package dev.pillion.agent.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import dev.pillion.inject.apply.ContainerRuntime;
import dev.pillion.inject.apply.ContainerRuntimeContract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

final class DockerRuntimeTest extends ContainerRuntimeContract {
  private static final String ENDPOINT =
      System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");

  private static DockerClient client;
  private static ShellImage image;

  private final String unique = "pillion-test-" + UUID.randomUUID();
  private String owner = "";

  @BeforeAll
  static void connects() throws IOException, InterruptedException {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(ENDPOINT).build();
    var http = new ApacheDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build();
    client = DockerClientImpl.getInstance(config, http);
    image = ShellImage.make();
  }

  @AfterAll
  static void disconnects() throws IOException, InterruptedException {
    image.remove();
    client.close();
  }

  @BeforeEach
  void aPauseContainer() {
    owner =
        client
            .createContainerCmd(image.name())
            .withCmd("-c", "while :; do sleep 1; done")
            .withLabels(Map.of("dev.pillion.test", unique))
            .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
            .exec()
            .getId();
    client.startContainerCmd(owner).exec();
  }

  @AfterEach
  void nothingIsLeft() {
    client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of("dev.pillion.test", unique))
        .exec()
        .forEach(c -> client.removeContainerCmd(c.getId()).withForce(true).exec());
  }

  @Override
  protected ContainerRuntime runtime() {
    return new DockerRuntime(client, ENDPOINT);
  }

  @Override
  protected String owner() {
    return owner;
  }

  @Override
  protected String unique() {
    return unique;
  }

  @Override
  protected Program runs() {
    return new Program(image.name(), List.of("-c", "while :; do sleep 1; done"));
  }

  @Override
  protected Program ends() {
    return new Program(image.name(), List.of("-c", "echo done; exit 3"));
  }

  @Override
  protected Program outgrows() {
    return new Program(image.name(), List.of("-c", "x=0123456789; while :; do x=$x$x; done"));
  }
}

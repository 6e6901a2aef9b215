package dev.pillion.agent.cloudmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.DefinitionView.Known;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.ProxyConfigurationType;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AwsDefinitionsTest {
  private MotoServer moto;
  private Aws aws;

  @BeforeAll
  void start() throws IOException {
    moto = MotoServer.start();
    aws = moto.aws();
  }

  @AfterAll
  void stop() {
    aws.close();
    moto.close();
  }

  private static ContainerDefinition logs() {
    return ContainerDefinition.builder().name("logs").image("logs:1").memory(64).build();
  }

  private static ContainerDefinition app() {
    return ContainerDefinition.builder()
        .name("app")
        .image("app:1")
        .memory(64)
        .user("1000:1000")
        .portMappings(List.of(port(8080, "tcp"), port(8125, "udp")))
        .dockerLabels(Map.of("pillion.virtual-node", "demo/front"))
        .build();
  }

  private static PortMapping port(int port, String protocol) {
    return PortMapping.builder().containerPort(port).protocol(protocol).build();
  }

  private static void proxied(RegisterTaskDefinitionRequest.Builder request) {
    request.proxyConfiguration(p -> p.type(ProxyConfigurationType.APPMESH).containerName("envoy"));
  }

  private void register(String family, Consumer<RegisterTaskDefinitionRequest.Builder> more) {
    try (var ecs = moto.ecs()) {
      ecs.registerTaskDefinition(r ->
          r.family(family)
              .networkMode(NetworkMode.AWSVPC)
              .containerDefinitions(List.of(logs(), app()))
              .applyMutation(more));
    }
  }

  @Test
  void theLabelsOfAllContainersAreRead() throws InterruptedException {
    register("front", _ -> {});
    var expected =
        new Known(
            List.of(
                new DefinitionView.Container("logs", Map.of(), "", Set.of()),
                new DefinitionView.Container(
                    "app",
                    Map.of("pillion.virtual-node", "demo/front"),
                    "1000:1000",
                    Set.of(8080))),
            "awsvpc",
            false);
    assertEquals(new Answer.Given<>(expected), aws.definitions().describe("front", "1"));
    assertTrue(aws.ecsState().up());
  }

  @Test
  void aProxyConfigurationIsSeen() throws InterruptedException {
    register("appmesh", AwsDefinitionsTest::proxied);
    switch (aws.definitions().describe("appmesh", "1")) {
      case Answer.Given<Known>(var known) -> assertTrue(known.proxyConfiguration());
      case Answer.Failed<Known> failed -> throw new AssertionError(failed);
    }
  }

  @Test
  void aDefinitionThatIsNotThereIsAFailure() throws InterruptedException {
    var answer = aws.definitions().describe("nobody", "7");
    assertTrue(
        assertInstanceOf(Answer.Failed.class, answer).problem().contains("Unable to describe"),
        answer.toString());
  }
}

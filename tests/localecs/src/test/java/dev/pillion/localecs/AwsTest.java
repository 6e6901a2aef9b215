package dev.pillion.localecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.servicediscovery.model.HttpInstanceSummary;

@TestInstance(Lifecycle.PER_CLASS)
final class AwsTest {
  private static final TaskDefinition TELLER =
      TaskDefinition.of(
          "teller",
          ContainerDefinition.of(
                  "app", Settings.DEMO_IMAGE, "sh", "-c", "trap exit TERM; sleep 99 & wait")
              .label("pillion.mesh", "demo")
              .port(8080));

  private final String id = "aws-" + UUID.randomUUID().toString().substring(0, 8);
  private final Moto moto =
      Moto.start(
          Moto.pythonHome(System.getenv("PILLION_PYTHON_HOME")), Path.of("target", id + ".log"));
  private final Settings settings =
      Settings.named(id).label("dev.pillion.test", id).aws(moto.endpoint());
  private final LocalEcs ecs = LocalEcs.open(settings);
  private final Aws aws = Aws.at(moto.endpoint(), settings);

  @AfterAll
  void clean() {
    aws.close();
    ecs.close();
    moto.close();
  }

  @Test
  void aTaskIsInCloudMapFromItsStartToItsStopUnderItsOwnId() {
    String namespace = aws.cloudMap().createNamespace("demo.local");
    aws.cloudMap().createService(namespace, "teller");
    var launch = Launch.plain().pace(Pace.NONE).registry("demo.local", "teller").service("tellers");
    RunningTask task = ecs.task(TELLER, launch);
    HttpInstanceSummary instance = discover().getFirst();
    assertEquals(task.id(), instance.instanceId());
    assertEquals(task.ipv4(), instance.attributes().get("AWS_INSTANCE_IPV4"));
    assertEquals(task.ipv6(), instance.attributes().get("AWS_INSTANCE_IPV6"));
    assertEquals("local", instance.attributes().get("ECS_CLUSTER_NAME"));
    assertEquals("tellers", instance.attributes().get("ECS_SERVICE_NAME"));
    assertEquals("teller", instance.attributes().get("ECS_TASK_DEFINITION_FAMILY"));
    task.stop();
    assertEquals(List.of(), discover());
  }

  @Test
  void theTaskDefinitionIsRegisteredOnceWithItsLabels() {
    RunningTask first = ecs.task(TELLER, Launch.plain().pace(Pace.NONE));
    RunningTask second = ecs.task(TELLER, Launch.plain().pace(Pace.NONE));
    assertEquals(first.revision(), second.revision());
    assertEquals(
        "demo", aws.definitions().labels("teller:" + first.revision()).get("pillion.mesh"));
  }

  @Test
  void aMissingServiceIsNamedBeforeAnythingStarts() {
    var launch = Launch.plain().registry("nowhere.local", "teller");
    var failure = assertThrows(LocalEcsException.class, () -> ecs.task(TELLER, launch));
    assertTrue(failure.toString().contains("no namespace 'nowhere.local'"), failure.toString());
  }

  private List<HttpInstanceSummary> discover() {
    return aws.cloudMap().discover("demo.local", "teller");
  }
}

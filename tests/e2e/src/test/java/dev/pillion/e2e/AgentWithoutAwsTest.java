package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.v1.Link;
import dev.pillion.localecs.RunningTask;
import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An agent on a host without AWS: one warning, and tasks join by what Docker's events say.
final class AgentWithoutAwsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @ParameterizedTest
  @CsvSource({
    "'', no AWS region found, set AWS_REGION",
    "us-east-1, no AWS credentials found, AWS_ACCESS_KEY_ID"
  })
  void itWarnsOnceWithTheRemedyAndTasksJoin(String region, String problem, String remedy) {
    try (Rig rig = Rig.start(withoutAws(region))) {
      rig.mesh().createDemo();
      RunningTask white = rig.task("colorteller-white", Stage.launch());
      RunningTask front =
          rig.task("front", Stage.launch().host("colorteller-white.demo.local", white.ipv4()));
      rig.awaitReleased(white);
      rig.awaitReleased(front);
      Wait.until("an answer", LIMIT, () -> rig.ask(front, 1, Stage.URL).containsKey("white"));

      // What a task says of itself on a busy machine is another matter.
      List<String> warnings =
          rig.agent()
              .written()
              .lines()
              .filter(line -> line.contains(" WARN ") && !line.contains(" task="))
              .toList();
      assertEquals(1, warnings.size(), () -> String.join("\n", warnings));
      assertTrue(warnings.getFirst().contains(problem), warnings::getFirst);
      assertTrue(warnings.getFirst().contains(remedy), warnings::getFirst);
      Link cloudMap = rig.agent().status().getCloudMap();
      assertFalse(cloudMap.getUp());
      assertTrue(cloudMap.getRemedy().contains(remedy), cloudMap::toString);
    }
  }

  /// An empty value takes the setting away.
  static Map<String, String> withoutAws(String region) {
    var settings = new HashMap<String, String>();
    settings.put("AWS_CONFIG_FILE", "/dev/null");
    settings.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    settings.put("AWS_REGION", region);
    for (String name : List.of("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")) {
      settings.put(name, "");
    }
    return settings;
  }
}

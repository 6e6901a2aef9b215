package dev.pillion.routes.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pillion.routes.Golden;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.RedirectSpec;
import dev.pillion.routes.spec.RouteEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class RulesGoldenTest {
  private static final int QUEUE = 15001;
  private static final Path HOLD = Path.of("src/test/resources/golden/hold-of-every-task");
  private static final Path GATEWAY = Path.of("src/test/resources/golden/hold-of-a-gateway");

  @TestFactory
  Stream<DynamicTest> everyEnvironmentRendersTheRulesBesideIt() {
    return Golden.scenarios("environment").stream()
        .map(folder ->
            dynamicTest(
                folder.getFileName().toString(),
                () -> {
                  var spec = spec(folder);
                  var texts = render(spec);
                  assertEquals(texts, render(spec), "same input, same bytes");
                  texts.forEach((file, text) -> Golden.check(folder, file, text));
                  Golden.noOthers(folder, texts.keySet());
                }));
  }

  @Test
  void theHoldOfATaskThatIsNotDecidedIsTheSameForEveryTask() {
    for (var family : Family.values()) {
      var name = name(family);
      Golden.check(HOLD, "queue." + name, HoldRules.undecided(QUEUE).arm(family));
      Golden.check(HOLD, "drop." + name, HoldRules.dropping().arm(family));
    }
    Golden.check(HOLD, "removal", HoldRules.removal());
  }

  @Test
  void theHoldOfAGatewayTakesWhatComesInOnItsPortsAndNothingElse() {
    var gateway = new HoldScope.Inbound(List.of(80, 8443));
    for (var family : Family.values()) {
      var name = name(family);
      Golden.check(GATEWAY, "queue." + name, HoldRules.decided(QUEUE, gateway).replace(family));
      Golden.check(GATEWAY, "drop." + name, HoldRules.dropping(gateway).replace(family));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyJumpIntoARedirectOrTheHoldMatchesFirstPacketsAlone() {
    return Golden.scenarios("environment").stream()
        .map(folder ->
            dynamicTest(
                folder.getFileName().toString(),
                () -> render(spec(folder)).values().forEach(RulesGoldenTest::onlyFirstPackets)));
  }

  private static void onlyFirstPackets(String text) {
    text.lines()
        .filter(line -> line.matches("-[AI] (OUTPUT|PREROUTING|INPUT) .*"))
        .forEach(line -> assertTrue(line.contains(" -p tcp --syn -m addrtype ! --"), line));
  }

  private static Map<String, String> render(RedirectSpec spec) {
    var texts = new TreeMap<String, String>();
    for (var family : Family.values()) {
      var name = name(family);
      texts.put("redirect." + name, RedirectRules.redirect(spec, family).fromNothing());
      texts.put(
          "hold." + name, HoldRules.decided(QUEUE, new HoldScope.Redirected(spec)).replace(family));
    }
    texts.put("rejection.ipv6", RedirectRules.rejection(spec).fromNothing());
    return texts;
  }

  private static RedirectSpec spec(Path folder) throws IOException {
    var environment = new HashMap<String, String>();
    for (var line : Files.readAllLines(folder.resolve("environment"))) {
      var assignment = line.split("=", 2);
      environment.put(assignment[0], assignment[1]);
    }
    return RouteEnvironment.read(environment).redirect();
  }

  private static String name(Family family) {
    return family.name().toLowerCase(Locale.ROOT);
  }
}

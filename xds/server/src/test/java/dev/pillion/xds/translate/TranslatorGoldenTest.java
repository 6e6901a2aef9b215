package dev.pillion.xds.translate;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class TranslatorGoldenTest {
  @TestFactory
  Stream<DynamicTest> everyScenarioGivesItsGoldenText() {
    return scenarios().stream().map(s -> dynamicTest(s.name(), () -> matches(s)));
  }

  @TestFactory
  Stream<DynamicTest> envoyTakesEveryScenario() {
    return scenarios().stream()
        .map(s -> dynamicTest(s.name(), () -> EnvoyValidation.check(translate(s), endpoints(s))));
  }

  @TestFactory
  Stream<DynamicTest> everyScenarioKeepsEnvoysConstraints() {
    return scenarios().stream()
        .map(s ->
            dynamicTest(
                s.name(),
                () -> {
                  for (Message message : all(s).toList()) {
                    assertEquals(List.of(), Constraints.violations(message));
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> theSameMeshGivesTheSameBytes() {
    return scenarios().stream()
        .map(s ->
            dynamicTest(
                s.name(),
                () ->
                    assertEquals(
                        all(s).map(Message::toByteString).toList(),
                        all(s).map(Message::toByteString).toList())));
  }

  @Test
  void noGoldenIsLeftOver() throws IOException {
    Goldens.noOrphans(scenarios().stream().map(Scenario::name).collect(Collectors.toSet()));
  }

  private static List<Scenario> scenarios() {
    return Stream.concat(Scenarios.all().stream(), ScenarioFiles.all().stream()).toList();
  }

  static EnvoyResources translate(Scenario scenario) {
    return translated(scenario).resources();
  }

  private static Translation.Translated translated(Scenario scenario) {
    var translation =
        new Translator(scenario.families(), scenario.certificates())
            .translate(scenario.mesh(), scenario.group());
    return assertInstanceOf(Translation.Translated.class, translation);
  }

  static List<ClusterLoadAssignment> endpoints(Scenario scenario) {
    return translate(scenario).discovered().entrySet().stream()
        .map(entry ->
            Endpoints.assignment(
                entry.getKey(),
                entry.getValue(),
                scenario.instances().getOrDefault(entry.getValue().service(), List.of())))
        .toList();
  }

  private static Stream<Message> all(Scenario scenario) {
    var resources = translate(scenario);
    var all = new ArrayList<Message>();
    all.addAll(resources.clusters().values());
    all.addAll(resources.listeners().values());
    all.addAll(resources.routes().values());
    all.addAll(resources.secrets().values());
    all.addAll(endpoints(scenario));
    return all.stream();
  }

  private static void matches(Scenario s) {
    var made = translate(s);
    assertAll(
        () -> golden(s, "listeners.json", ProtoJson.print(made.listeners().values())),
        () -> golden(s, "clusters.json", ProtoJson.print(made.clusters().values())),
        () -> golden(s, "routes.json", ProtoJson.print(made.routes().values())),
        () -> golden(s, "secrets.json", ProtoJson.print(made.secrets().values())),
        () -> golden(s, "endpoints.json", ProtoJson.print(endpoints(s))),
        () -> golden(s, "problems.txt", problems(s)));
  }

  private static String problems(Scenario scenario) {
    return translated(scenario).problems().stream()
        .map(problem -> problem + "\n")
        .collect(Collectors.joining());
  }

  private static void golden(Scenario scenario, String file, String text) {
    Goldens.matches(scenario.name(), file, text);
  }
}

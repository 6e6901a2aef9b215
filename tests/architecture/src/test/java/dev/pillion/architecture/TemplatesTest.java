package dev.pillion.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The CloudFormation templates.
final class TemplatesTest {
  private static final Path TEMPLATES = Path.of("../../cloudformation");
  private static final Pattern ACTION = Pattern.compile("\\b(ecs|servicediscovery):[A-Z]\\w+");

  @Test
  void everyTemplateIsClean() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(cfnLint().toString()));
    try (Stream<Path> files = Files.list(TEMPLATES)) {
      files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(Path::toString)
          .forEach(command::add);
    }
    assertTrue(command.size() > 1, "no template found in " + TEMPLATES);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), output);
    assertEquals(0, process.exitValue(), output);
  }

  @Test
  void theAgentsPolicyAllowsWhatTheAgentCallsAndNothingElse()
      throws IOException, ClassNotFoundException {
    SortedSet<String> called = new TreeSet<>();
    // The only operations that its client takes; each says itself as IAM does.
    for (Object operation :
        Class.forName("dev.pillion.agent.cloudmap.AwsOperation").getEnumConstants()) {
      called.add(operation.toString());
    }
    assertFalse(called.isEmpty());
    for (String template : List.of("agent-policy.yaml", "ecs-hosts.yaml", "agent-daemon.yaml")) {
      Matcher allowed = ACTION.matcher(Files.readString(TEMPLATES.resolve(template)));
      assertEquals(
          called,
          allowed
              .results()
              .map(found -> found.group())
              .collect(Collectors.toCollection(TreeSet::new)),
          template);
    }
  }

  @Test
  void theServersPolicyAllowsWhatItsStoreCallsAndNothingElse() throws IOException {
    // Setting up a table is for whoever runs `pillion store init`.
    Map<String, List<String>> actions =
        Map.of(
            "getItem", List.of("dynamodb:GetItem"),
            "putItem", List.of("dynamodb:PutItem"),
            "deleteItem", List.of("dynamodb:DeleteItem"),
            "queryPaginator", List.of("dynamodb:Query"),
            "transactWriteItems", List.of("dynamodb:DeleteItem", "dynamodb:PutItem"));
    SortedSet<String> called =
        Production.CLASSES.stream()
            .filter(type -> type.getPackageName().startsWith("dev.pillion.xds.store.dynamodb"))
            .filter(type -> !type.getName().contains("TableSetup"))
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().getSimpleName().equals("DynamoDbClient"))
            .map(call -> call.getTarget().getName())
            .filter(name -> !Set.of("builder", "close").contains(name))
            .flatMap(name -> actions.getOrDefault(name, List.of("unknown: " + name)).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    for (String template : List.of("store-table.yaml", "control-plane.yaml")) {
      Matcher allowed =
          Pattern.compile("- (dynamodb:[A-Z]\\w+)")
              .matcher(Files.readString(TEMPLATES.resolve(template)));
      assertEquals(
          called,
          allowed
              .results()
              .map(found -> found.group(1))
              .collect(Collectors.toCollection(TreeSet::new)),
          template);
    }
  }

  private static Path cfnLint() {
    String home = System.getenv("PILLION_PYTHON_HOME");
    Path program =
        (home == null ? Path.of("../../.cache/python") : Path.of(home)).resolve("bin/cfn-lint");
    assertTrue(
        Files.isExecutable(program),
        () -> program + ": is not there; run scripts/setup python, or set PILLION_PYTHON_HOME");
    return program;
  }
}

package dev.pillion.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class EdgesTest {
  /// Each module's packages, and those of ours that it may not see.
  private static final List<Wall> WALLS =
      List.of(
          new Wall(
              "dev.pillion.mesh..",
              "dev.pillion.(xds|agent|inject|routes|delta|envoy|templates|cli)..",
              "it"),
          new Wall(
              "dev.pillion.delta..",
              "dev.pillion.(xds|agent|inject|routes|mesh|envoy|templates|cli)..",
              "it"),
          new Wall(
              "dev.pillion.routes..",
              "dev.pillion.(xds|agent|inject|mesh|delta|envoy|templates|cli)..",
              "it"),
          new Wall(
              "dev.pillion.inject..", "dev.pillion.(xds|agent|delta|envoy|templates|cli)..", "it"),
          new Wall(
              "dev.pillion.envoy..",
              "dev.pillion.(xds|agent|routes|delta|templates|cli)..",
              "an image that runs in every task is small"),
          new Wall(
              "dev.pillion.envoy..",
              "dev.pillion.inject.(apply|plan|task)..",
              "it shares the bootstrap document and nothing else"),
          new Wall("dev.pillion.inject..", "dev.pillion.routes.apply..", "rules are set in tasks"),
          new Wall(
              "dev.pillion.inject.definition..",
              "dev.pillion.inject.(apply|envoy)..",
              "it decides as the planner does and starts nothing"),
          new Wall(
              "dev.pillion.agent..",
              "dev.pillion.inject.definition..",
              "an agent leaves task definitions as they are"),
          new Wall(
              "dev.pillion.agent..",
              "dev.pillion.(xds|envoy|templates|cli)..",
              "an agent carries no server"),
          new Wall(
              "dev.pillion.agent.gate..",
              "dev.pillion.agent.(docker|netns|envoy|reconcile|relay|cloudmap|report|state)..",
              "what stands between ECS and Docker knows of a doorkeeper only"),
          new Wall("dev.pillion.agent.gate..", "dev.pillion.(inject|routes)..", "it plans nothing"),
          new Wall(
              "dev.pillion.agent.(gate|docker|netns|envoy|choice|reconcile|relay|cloudmap|report|link|dial|state|doctor)..",
              "dev.pillion.agent.metrics..",
              "what is measured knows nothing of it"),
          new Wall(
              "dev.pillion.xds..",
              "dev.pillion.(inject|routes|envoy|templates|cli)..",
              "a server has no host"),
          new Wall(
              "dev.pillion.templates..",
              "dev.pillion.(agent|inject|routes|delta|envoy|cli)..",
              "it is a client of the API"),
          new Wall(
              "dev.pillion.templates..",
              "dev.pillion.xds.(api|auth|http|metrics|store|translate|snapshot|discovery|agents|ads)..",
              "it shares the server's rules for specifications and nothing else"));

  /// Each program is started with its own module's jars alone, so its command may use no other's.
  private static final List<Wall> COMMANDS =
      List.of(
          new Wall("ServerCommand", "dev.pillion.agent", "the server runs without these jars"),
          new Wall("AgentCommand", "dev.pillion.xds..", "the agent runs without these jars"));

  /// Inside the server, what each package may not use.
  private static final List<Wall> SERVER =
      List.of(
          new Wall(
              "..xds.json..",
              "dev.pillion.xds.(api|auth|store|translate|ads|agents|snapshot)..",
              ""),
          new Wall(
              "..xds.store..", "dev.pillion.xds.(api|auth|translate|ads|agents|snapshot)..", ""),
          new Wall(
              "..xds.auth..",
              "dev.pillion.xds.(api|translate|ads|agents|snapshot|discovery)..",
              "who asks is decided before anything is looked at, with the store's help only"),
          new Wall(
              "..xds.api..", "dev.pillion.xds.(translate|ads|agents|snapshot|discovery)..", ""),
          new Wall("..xds.http..", "dev.pillion.mesh..", "it knows nothing of App Mesh"),
          new Wall(
              "..xds.http..",
              "dev.pillion.xds.(api|json|store|metrics|translate|ads|agents|snapshot|discovery)..",
              "it knows nothing of App Mesh"),
          new Wall(
              "..xds.metrics..",
              "dev.pillion.xds.(api|http|translate|ads|agents|snapshot|discovery)..",
              "what is measured tells it"),
          new Wall(
              "..xds.discovery..",
              "dev.pillion.xds.(api|auth|json|store|translate|ads|snapshot)..",
              ""),
          new Wall(
              "..xds.agents..",
              "dev.pillion.xds.(api|auth|json|store|translate|ads|snapshot)..",
              ""),
          new Wall(
              "..xds.ads..",
              "dev.pillion.xds.(api|auth|json|store|translate|discovery|agents)..",
              ""));

  private record Wall(String from, String to, String because) {
    ArchRule rule() {
      return noClasses()
          .that()
          .resideInAPackage(from)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(to)
          .allowEmptyShould(true)
          .because(because.isEmpty() ? "STYLE gives the order of the server's packages" : because);
    }
  }

  @Test
  void theImportHoldsTheWholeBuild() {
    assertTrue(Production.CLASSES.contain("dev.pillion.cli.Pillion"));
    assertTrue(Production.CLASSES.contain("dev.pillion.routes.Main"));
    assertTrue(Production.CLASSES.contain("dev.pillion.envoy.Main"));
  }

  @TestFactory
  Stream<DynamicTest> noPackageSeesOverItsWall() {
    return Stream.concat(WALLS.stream(), SERVER.stream())
        .map(wall ->
            DynamicTest.dynamicTest(
                wall.from() + " does not use " + wall.to(),
                () -> wall.rule().check(Production.CLASSES)));
  }

  @TestFactory
  Stream<DynamicTest> noCommandUsesAnotherProgramsJars() {
    return COMMANDS.stream()
        .map(wall ->
            DynamicTest.dynamicTest(
                wall.from() + " does not use " + wall.to(),
                () ->
                    noClasses()
                        .that()
                        .haveSimpleName(wall.from())
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(wall.to())
                        .because(wall.because())
                        .check(Production.CLASSES)));
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("dev.pillion.(**)").should().beFreeOfCycles().check(Production.CLASSES);
  }

  /// Agents carry the model too, so that each of its libraries is in every program.
  @Test
  void theModelHasOneLibraryAndThatInOnePackage() {
    staysIn("org.pcollections..", "..mesh.state..", "..xds.store..").check(Production.CLASSES);
    classes()
        .that()
        .resideInAPackage("dev.pillion.mesh..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "org.pcollections..", "dev.pillion.mesh..")
        .check(Production.CLASSES);
  }

  @Test
  void dockerTypesStayInTheDockerPackage() {
    staysIn("com.github.dockerjava..", "..agent.docker..").check(Production.CLASSES);
  }

  @Test
  void theAgentsWebServerStaysInItsMetrics() {
    staysIn("com.sun.net.httpserver..", "..agent.metrics..").check(Production.CLASSES);
  }

  @Test
  void awsTypesStayInTheirPackages() {
    staysIn(
            "software.amazon.awssdk..",
            "..agent.cloudmap..",
            "..xds.store.dynamodb..",
            "..xds.auth..",
            "dev.pillion.templates.client..")
        .check(Production.CLASSES);
  }

  /// A server that seals with a key file loads nothing of AWS's.
  @Test
  void ofTheServersDoorOnlyTheKmsSealerUsesTheAwsSdk() {
    noClasses()
        .that()
        .resideInAPackage("..xds.auth..")
        .and()
        .haveSimpleNameNotStartingWith("KmsSealer")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon.awssdk..")
        .check(Production.CLASSES);
  }

  @Test
  void theServersLibrariesStayInOnePackageEach() {
    for (Wall library :
        List.of(
            new Wall("..xds.json..", "com.fasterxml.jackson..", "JSON is read in one place"),
            new Wall("..xds.store..", "java.sql..", "the store is the only database"),
            new Wall("..xds.store..", "org.sqlite..", "the store is the only database"),
            new Wall("..xds.metrics..", "io.micrometer..", "metrics are named in one place"),
            new Wall("..xds.(api|http)..", "io.helidon..", "the API is the only web server"))) {
      noClasses()
          .that()
          .resideInAPackage("dev.pillion.xds..")
          .and()
          .resideOutsideOfPackage(library.from())
          .should()
          .dependOnClassesThat()
          .resideInAPackage(library.to())
          .because(library.because())
          .check(Production.CLASSES);
    }
  }

  @Test
  void onlyTheEdgesStartProcesses() {
    classes()
        .that()
        .areAssignableTo(ProcessBuilder.class)
        .or()
        .areAssignableTo(Process.class)
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage("java..", "..routes.apply..", "..agent.netns..", "..envoy.supervise..")
        .allowEmptyShould(true)
        .check(Production.CLASSES);
  }

  @TestFactory
  Stream<DynamicTest> decisionsDoNoInputOrOutput() {
    return Stream.of(
            "dev.pillion.mesh..",
            "..xds.translate..",
            "..routes.plan..",
            "..inject.plan..",
            "..inject.task..",
            "..inject.envoy..",
            "..inject.definition..",
            "dev.pillion.envoy.settings..",
            "dev.pillion.envoy.bootstrap..",
            "dev.pillion.envoy.stats..",
            "dev.pillion.templates.evaluate..",
            "dev.pillion.templates.export..",
            "dev.pillion.templates.files..",
            "dev.pillion.templates.plan..",
            "dev.pillion.templates.report..",
            "dev.pillion.templates.resource..")
        .map(packages ->
            DynamicTest.dynamicTest(packages, () -> pure(packages).check(Production.CLASSES)));
  }

  @Test
  void thePurityRuleFailsOnAPlantedViolation() {
    var planted = new ClassFileImporter().importPackages("dev.pillion.architecture.planted");
    assertThrows(
        AssertionError.class, () -> pure("dev.pillion.architecture.planted..").check(planted));
  }

  private static ArchRule staysIn(String types, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(types);
  }

  private static ArchRule pure(String packages) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.net..", "java.nio.file..", "io.grpc..", "..xds.store..")
        .allowEmptyShould(true)
        .because("goldens and benchmarks call it with no server; move the effect to the edge");
  }
}

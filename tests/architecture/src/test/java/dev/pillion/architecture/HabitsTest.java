package dev.pillion.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

final class HabitsTest {
  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked =
        Stream.of(Production.CLASSES.getDefaultPackage())
            .flatMap(root -> root.getSubpackagesInTree().stream())
            .filter(p -> p.getName().startsWith("dev.pillion."))
            .filter(p -> !p.getName().startsWith("dev.pillion.agent.v1"))
            .filter(p -> !p.getClasses().isEmpty())
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .sorted()
            .toList();
    assertEquals(List.of(), unmarked, "add a package-info.java with @NullMarked");
  }

  @Test
  void theEnvironmentIsReadInOnePlacePerProgram() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Main")
        .and()
        .resideOutsideOfPackage("dev.pillion.cli..")
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .because("the program's config record holds it")
        .check(Production.CLASSES);
  }

  @Test
  void onlyCommandsEndTheProcess() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Main")
        .and()
        .resideOutsideOfPackage("dev.pillion.cli..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(Production.CLASSES);
  }
}

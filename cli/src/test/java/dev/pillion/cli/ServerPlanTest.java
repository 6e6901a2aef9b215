package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.settings.ServerSetting;
import dev.pillion.mesh.settings.Setting;
import dev.pillion.xds.ServerSettings;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// From options to what a server is started with.
final class ServerPlanTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(PILLION_[A-Z_]+)");
  private static final Pattern NAMED = Pattern.compile("`(--[a-z-]+)`");
  private static final Address LOOPBACK = new Address("127.0.0.1", 0);
  private static final Address ANY = new Address("0.0.0.0", 0);

  @Test
  void everyOptionGoesWhereItIsUsed() {
    var plan =
        new ServerPlan(
            false,
            LOOPBACK,
            LOOPBACK,
            parsed(new KeyOptions(), "--data", "/d", "--key-file", "/k", "--kms-key-id", "alias/k"),
            parsed(
                new GuardOptions(),
                ("--region eu-west-1 --account 123456789012 --auth-region us-east-2"
                        + " --auth-service a,b --tls-cert /c --tls-key /t --xds-client-ca /ca")
                    .split(" ", -1)));
    var config = plan.config(ServerSettings.USUAL);
    var security = config.security();
    assertEquals(Path.of("/d"), config.data());
    assertEquals("eu-west-1", config.identity().region());
    assertEquals("123456789012", config.identity().account());
    assertEquals("us-east-2", security.signing().region());
    assertEquals(Set.of("a", "b"), security.signing().services());
    var source = security.keys().orElseThrow();
    assertEquals(Path.of("/k"), source.file().orElseThrow());
    assertEquals("alias/k", source.kmsKey().orElseThrow());
    assertEquals(Path.of("/c"), security.tls().orElseThrow().certificate());
    assertEquals(Path.of("/t"), security.tls().orElseThrow().key());
    assertEquals(Path.of("/ca"), security.clientAuthority().orElseThrow());
    assertEquals(List.of(), plan.warnings(ServerSettings.USUAL));
  }

  @Test
  void whatIsPlainBeyondLoopbackIsToldAtStart() {
    var plan = plan(ANY, "--allow-plain", "api,xds");
    assertEquals(Set.of("appmesh", "appmesh-preview"), signedFor(plan));
    var warnings = plan.warnings(ServerSettings.USUAL);
    assertEquals(2, warnings.size());
    assertTrue(warnings.getFirst().startsWith("--api 0.0.0.0:0 is plain HTTP"), warnings::toString);
    assertTrue(warnings.getLast().startsWith("--xds 0.0.0.0:0 is plain and"), warnings::toString);
    var withTokens =
        plan.warnings(ServerSettings.from(Map.of("PILLION_XDS_TOKENS", "/tokens"))).getLast();
    assertTrue(withTokens.contains("whoever is on the way reads the tokens"), withTokens);
    assertEquals(List.of(), plan(LOOPBACK).warnings(ServerSettings.USUAL));
  }

  @Test
  void developmentIsToldAtStart() {
    var plan =
        new ServerPlan(
            true, LOOPBACK, LOOPBACK, parsed(new KeyOptions()), parsed(new GuardOptions()));
    assertTrue(plan.config(ServerSettings.USUAL).security().keys().isEmpty());
    assertTrue(
        plan.warnings(ServerSettings.USUAL)
            .getFirst()
            .startsWith("development mode: nobody is asked"));
  }

  @Test
  void everyVariableThatAnOptionReadsIsASettingThatNamesTheOption() {
    var read = new TreeSet<String>();
    for (Option option : options()) {
      var variable = VARIABLE.matcher(option.defaultValue());
      if (variable.find()) {
        assertTrue(option.description()[0].contains("(" + variable.group(1)), option::toString);
        read.add(variable.group(1) + " " + option.names()[0]);
      }
    }
    var named = new TreeSet<String>();
    for (Setting setting : ServerSetting.values()) {
      NAMED
          .matcher(setting.purpose())
          .results()
          .forEach(option -> named.add(setting.key() + " " + option.group(1)));
    }
    assertTrue(named.containsAll(read), () -> named + " lacks some of " + read);
  }

  private static List<Option> options() {
    return Stream.of(KeyOptions.class, GuardOptions.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
        .map((Field field) -> field.getAnnotation(Option.class))
        .collect(Collectors.toList());
  }

  private static ServerPlan plan(Address address, String... guard) {
    var arguments =
        Stream.concat(
            Stream.of("--region", "us-east-1", "--account", "123456789012"), Stream.of(guard));
    return new ServerPlan(
        false,
        address,
        address,
        parsed(new KeyOptions(), "--key-file", "/k"),
        parsed(new GuardOptions(), arguments.toArray(String[]::new)));
  }

  private static Set<String> signedFor(ServerPlan plan) {
    return plan.config(ServerSettings.USUAL).security().signing().services();
  }

  private static <T> T parsed(T options, String... arguments) {
    var _ = new CommandLine(options).parseArgs(arguments);
    return options;
  }
}

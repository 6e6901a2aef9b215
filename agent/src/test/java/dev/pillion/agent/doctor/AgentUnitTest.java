package dev.pillion.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The unit that the packages install gives the agent what it needs, and nothing that breaks it.
final class AgentUnitTest {
  private static final List<String> LINES = lines();

  @Test
  void itHasTheCapabilitiesThatTheDoctorLooksForAndNoOther() {
    Set<String> wanted =
        Arrays.stream(KernelCheck.Capability.values())
            .map(capability -> "CAP_" + capability)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(wanted, new TreeSet<>(List.of(value("CapabilityBoundingSet").split(" ", -1))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Type=notify",
        "KillMode=process",
        "RuntimeDirectory=pillion",
        "RuntimeDirectoryPreserve=yes",
        "CPUWeight=1000",
        "OOMScoreAdjust=-900",
        "Restart=always",
        "StartLimitIntervalSec=0",
        "Before=ecs.service"
      })
  void itSays(String line) {
    assertTrue(LINES.contains(line), line);
  }

  /// Each gives the service a namespace of its own, or hides processes and mounts from it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PrivateUsers",
        "PrivateTmp",
        "PrivateDevices",
        "PrivateMounts",
        "PrivateNetwork",
        "ProtectSystem",
        "ProtectHome",
        "ProtectProc",
        "ProcSubset",
        "ProtectKernelTunables",
        "ProtectKernelModules",
        "ProtectKernelLogs",
        "ProtectControlGroups",
        "ProtectHostname",
        "RestrictNamespaces",
        "ReadOnlyPaths",
        "InaccessiblePaths",
        "RootDirectory",
        "DynamicUser"
      })
  void itDoesNotSay(String key) {
    assertTrue(LINES.stream().noneMatch(line -> line.startsWith(key + "=")), key);
  }

  private static String value(String key) {
    return LINES.stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(Path.of("../cli/distribution/systemd/pillion-agent.service"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

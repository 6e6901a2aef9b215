package dev.pillion.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.doctor.Finding.Level;
import dev.pillion.ports.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each check on this host, and on one that lacks what it looks for.
final class ChecksTest {
  private static final URI NOBODY = URI.create("http://127.0.0.1:1/");

  @TempDir private Path folder;

  private static List<Level> levels(List<Finding> findings) {
    return findings.stream().map(Finding::level).toList();
  }

  @Test
  void thisHostHasWhatTestsNeed() {
    assertEquals(List.of(Level.FIT, Level.FIT), levels(new KernelCheck(Path.of("/proc")).look()));
    for (Finding finding : new HoldCheck(Optional.empty()).look()) {
      assertTrue(finding.level() != Level.UNFIT, finding::toString);
    }
  }

  @Test
  void missingCapabilitiesAreNamed() throws IOException {
    Files.createDirectories(folder.resolve("sys/kernel"));
    Files.createDirectories(folder.resolve("self"));
    Files.writeString(folder.resolve("sys/kernel/osrelease"), "6.1.0\n");
    // All but CAP_NET_ADMIN, 12, and CAP_SYS_ADMIN, 21.
    Files.writeString(
        folder.resolve("self/status"),
        "Name:\tx\nCapEff:\t%x\n".formatted(0x1ffffffffffL & ~(1L << 12) & ~(1L << 21)));
    Finding finding = new KernelCheck(folder).look().getLast();
    assertEquals(Level.UNFIT, finding.level());
    assertEquals("without [NET_ADMIN, SYS_ADMIN]", finding.found());
  }

  @Test
  void aPortThatSomebodyElseHasIsUnfit() throws IOException {
    Path nobody = folder.resolve("agent.sock");
    assertEquals(
        "none is needed: metrics are off",
        new PortsCheck(Optional.empty(), nobody).look().getFirst().found());
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var taken = loopback(other.getLocalPort());
      Finding finding = new PortsCheck(Optional.of(taken), nobody).look().getFirst();
      assertEquals(Level.UNFIT, finding.level());
      assertTrue(finding.found().contains(":" + other.getLocalPort() + ": "), finding.found());
      try (var agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        agent.bind(UnixDomainSocketAddress.of(nobody));
        assertEquals(List.of(Level.FIT), levels(new PortsCheck(Optional.of(taken), nobody).look()));
      }
    }
    var free = loopback(FreePorts.next());
    assertEquals(List.of(Level.FIT), levels(new PortsCheck(Optional.of(free), nobody).look()));
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsUnfit() throws IOException {
    assertEquals(
        List.of(Level.FIT), levels(new DiskCheck(List.of(folder.resolve("not/yet"))).look()));
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
    Finding finding = new DiskCheck(List.of(Path.of("/proc/none"))).look().getFirst();
    assertEquals(Level.UNFIT, finding.level());
    assertTrue(finding.found().startsWith("cannot be written"), finding.found());
  }

  @Test
  void aDockerThatDoesNotAnswerIsUnfit() {
    Finding finding = new DockerCheck(URI.create("unix://" + folder + "/none")).look().getFirst();
    assertEquals(Level.UNFIT, finding.level());
    assertEquals("start Docker, or set DOCKER_HOST", finding.remedy());
  }

  @Test
  void aServerThatDoesNotAnswerIsUnfit() {
    Finding finding = new ServerCheck(Dial.plain("127.0.0.1:1")).look().getFirst();
    assertEquals(Level.UNFIT, finding.level());
    assertTrue(finding.found().contains("127.0.0.1:1 does not answer (UNAVAILABLE)"));
  }

  @Test
  void anEcsAgentThatRemovesUntrackedImagesIsPoor() throws IOException {
    Path config = folder.resolve("ecs.config");
    assertEquals(
        List.of(Level.POOR), levels(new EcsCheck(EcsSettings.read(config), NOBODY).look()));
    Files.writeString(
        config,
        """
        ECS_CLUSTER=prod
        ECS_ENABLE_UNTRACKED_IMAGE_CLEANUP=true
        ECS_EXCLUDE_UNTRACKED_IMAGE=mine:1
        """);
    Finding finding = new EcsCheck(EcsSettings.read(config), NOBODY).look().getLast();
    assertEquals("ecs image cleanup", finding.check());
    assertTrue(finding.remedy().contains("now 'mine:1'"), finding.remedy());
  }

  @Test
  void wrongSettingsAreOneFindingAndTheRestIsLookedAt() {
    var findings = Doctor.examine(Map.of("PILLION_SERVER", "nowhere"), _ -> {});
    assertEquals("settings", findings.getFirst().check());
    assertEquals(Level.UNFIT, findings.getFirst().level());
    assertTrue(findings.size() > 5);
    for (Finding finding : findings) {
      assertEquals(finding.level() == Level.FIT, finding.remedy().isEmpty(), finding::toString);
    }
  }
}

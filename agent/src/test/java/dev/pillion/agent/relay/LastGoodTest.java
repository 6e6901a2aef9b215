package dev.pillion.agent.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.delta.Snapshot;
import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastGoodTest {
  private static final ProxyGroup BACK = ProxyGroup.virtualNode("demo", "back");

  @TempDir private Path one;
  @TempDir private Path other;

  private static Snapshot snapshot(long version, String cluster) {
    var resource = VersionedResource.of(cluster, Cluster.newBuilder().setName(cluster).build());
    return new Snapshot(version, Map.of(XdsType.CDS, new TreeMap<>(Map.of(cluster, resource))));
  }

  private static Path only(Path state) throws IOException {
    try (var files = Files.list(state.resolve("last-good"))) {
      return files.filter(file -> !file.endsWith("key")).findFirst().orElseThrow();
    }
  }

  @Test
  void whatWasSavedIsThereAfterARestart() {
    LastGood.in(one).save(RelayRig.FRONT, snapshot(7, "a"));
    LastGood.in(one).save(BACK, snapshot(7, "b"));
    Snapshot again = LastGood.in(one).load(RelayRig.FRONT).orElseThrow();
    assertEquals(snapshot(7, "a").of(XdsType.CDS), again.of(XdsType.CDS));
    assertEquals(7, again.version());
    assertTrue(LastGood.in(one).load(ProxyGroup.virtualNode("demo", "none")).isEmpty());
  }

  @Test
  void whatIsKeptLastIsOnDiskWhenItsWriterIsClosed() {
    try (var writer = new LastGoodWriter(LastGood.in(one))) {
      for (int version = 1; version <= 50; version++) {
        writer.keep(RelayRig.FRONT, snapshot(version, "a" + version));
      }
    }
    assertEquals(50, LastGood.in(one).load(RelayRig.FRONT).orElseThrow().version());
  }

  @Test
  void oneByteThatIsNotAsItWasWrittenMakesItWorthless() throws IOException {
    LastGood.in(one).save(RelayRig.FRONT, snapshot(7, "a"));
    Path file = only(one);
    byte[] good = Files.readAllBytes(file);
    for (int at : new int[] {0, 25, good.length - 1}) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(file, bad);
      assertTrue(LastGood.in(one).load(RelayRig.FRONT).isEmpty(), "byte " + at);
    }
    Files.write(file, new byte[0]);
    assertTrue(LastGood.in(one).load(RelayRig.FRONT).isEmpty());
  }

  @Test
  void whatAnotherHostWroteIsWorthless() throws IOException {
    LastGood.in(one).save(RelayRig.FRONT, snapshot(7, "a"));
    LastGood.in(other).save(RelayRig.FRONT, snapshot(7, "a"));
    Files.copy(only(one), only(other), StandardCopyOption.REPLACE_EXISTING);
    assertTrue(LastGood.in(other).load(RelayRig.FRONT).isEmpty());
  }

  @Test
  void theCopyOfAnotherGroupIsWorthless() throws IOException {
    LastGood.in(one).save(RelayRig.FRONT, snapshot(7, "a"));
    Path front = only(one);
    byte[] bytes = Files.readAllBytes(front);
    Files.delete(front);
    LastGood.in(one).save(BACK, snapshot(7, "b"));
    Files.write(only(one), bytes);
    assertTrue(LastGood.in(one).load(BACK).isEmpty());
  }

  @Test
  void nobodyElseCanReadIt() throws IOException {
    LastGood.in(one).save(RelayRig.FRONT, snapshot(7, "a"));
    assertEquals(
        "[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE]",
        Files.getPosixFilePermissions(one.resolve("last-good")).stream().sorted().toList() + "");
  }
}

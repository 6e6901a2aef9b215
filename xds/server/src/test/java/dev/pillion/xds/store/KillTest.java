package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.VirtualServiceSpec;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.state.Quotas;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.store.dynamodb.DynamoLedger;
import dev.pillion.xds.store.dynamodb.DynamoTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server is killed by SIGKILL while it writes, again and again. Whatever it answered is there
/// after each restart. The write whose answer the kill cut off is repeated with its token, and is
/// there once, whether it was done before or not.
@Timeout(300)
final class KillTest {
  private static final int KILLS = 50;
  private static final int MOST_WRITES = 20;
  private static final int PAGE = 1_000;

  private final Random random = new Random(20190125);

  @Test
  void sqliteHasEveryAcknowledgedWriteOnceAfterFiftyKills(@TempDir Path directory)
      throws Exception {
    kill(
        List.of("sqlite", directory.toString()),
        () -> MeshStore.open(directory, WriterProcess.ACCOUNT, Clock.systemUTC()));
  }

  @Test
  void dynamoDbHasEveryAcknowledgedWriteOnceAfterFiftyKills() throws Exception {
    DynamoTable table = Local.table();
    kill(
        List.of("dynamodb", table.name(), Local.endpoint().toString()),
        () ->
            MeshStore.over(
                DynamoLedger.open(table), WriterProcess.ACCOUNT, Quotas.USUAL, Clock.systemUTC()));
  }

  private void kill(List<String> place, Supplier<MeshStore> open) throws Exception {
    try (MeshStore store = open.get()) {
      store.commit(Changes.create(WriterProcess.MESH, new ResourceId.Mesh(), "{}"));
      store.commit(Changes.create(WriterProcess.MESH, WriterProcess.CONTESTED, Changes.NODE));
    }
    int next = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      next = writeAndKill(place, next, 1 + random.nextInt(MOST_WRITES));
      try (MeshStore store = open.get()) {
        // The answer to this one was lost, or it was never begun.
        store.commit(WriterProcess.write(next));
        next++;
        check(store, next);
      }
    }
    try (MeshStore store = open.get()) {
      checkHistory(store, next);
    }
  }

  /// @param writes how many were made of the numbered ones, each once
  private static void check(MeshStore store, int writes) {
    MeshState mesh = store.mesh(WriterProcess.MESH).orElseThrow();
    assertEquals(2 + writes, mesh.version(), "each write is one version of the mesh");
    assertEquals(count(writes, 0) + 1, mesh.virtualNodes().size());
    assertEquals(count(writes, 1), mesh.virtualServices().size());
    mesh.virtualServices()
        .values()
        .forEach(service ->
            assertTrue(
                service.provider().filter(provider -> there(mesh, provider)).isPresent(),
                "a provider is missing"));
    assertEquals(
        1 + count(writes, 2),
        store.describe(WriterProcess.MESH, WriterProcess.CONTESTED).metadata().version());
  }

  private static void checkHistory(MeshStore store, int writes) {
    List<Long> versions =
        store.history(WriterProcess.MESH, WriterProcess.CONTESTED, Optional.empty(), PAGE).stream()
            .map(HistoryEntry::version)
            .toList();
    long newest = 1L + count(writes, 2);
    assertEquals(IntStream.range(0, versions.size()).mapToObj(i -> newest - i).toList(), versions);
    assertEquals(newest, versions.size());
  }

  private static boolean there(MeshState mesh, VirtualServiceSpec.Provider provider) {
    return provider instanceof VirtualServiceSpec.Provider.Node(var node)
        && mesh.virtualNodes().containsKey(node);
  }

  private static int count(int writes, int kind) {
    return (int) IntStream.range(0, writes).filter(number -> number % 3 == kind).count();
  }

  /// Returns the number after the last write that was acknowledged.
  private static int writeAndKill(List<String> place, int first, int after)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(WriterProcess.class.getName());
    command.addAll(place);
    command.add(Integer.toString(first));
    Process writer =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    int next = first;
    try (var lines = writer.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        assertEquals(next, Integer.parseInt(line));
        next++;
        if (next - first == after) {
          // Unlike Process.destroyForcibly, this leaves the pipe open for what is still in it.
          writer.toHandle().destroyForcibly();
        }
      }
    }
    assertEquals(128 + 9, writer.waitFor());
    assertTrue(next - first >= after, "the writer ended early");
    return next;
  }
}

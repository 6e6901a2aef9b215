package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.store.WriteLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `pillion server` is killed by SIGKILL while several clients write, again and again. Whatever it
/// answered is there afterwards. The writes whose answers the kill cut off are repeated with their
/// tokens, and are there once, whether they were done before or not.
@Timeout(900)
final class KillTest {
  private static final int KILLS = 50;
  private static final int WRITERS = 3;
  private static final int MOST_WRITES = 20;
  private static final int ALL = 1_000_000;

  private final Random random = new Random(20190125);
  private final ConcurrentLinkedQueue<Long> updates = new ConcurrentLinkedQueue<>();
  private final List<KilledWriter> writers =
      IntStream.range(0, WRITERS).mapToObj(number -> new KilledWriter(number, updates)).toList();

  @TempDir private Path folder;

  @Test
  void onSqliteTheSameServerHasEveryAnsweredWriteOnceWhenItIsStartedAgain() throws Exception {
    try (var place = new KilledServers.OnSqlite(folder)) {
      kill(place);
    }
  }

  @Test
  void onDynamoDbAnotherServerHasEveryAnsweredWriteOnceAndGoesOnAtOnce() throws Exception {
    try (var place = new KilledServers.OnDynamoDb(folder)) {
      kill(place);
    }
  }

  private void kill(KilledServers servers) throws Exception {
    try (var http = new RawHttp(servers.api(), Map.of())) {
      KilledWriter.prepare(http);
    }
    for (int kill = 0; kill < KILLS; kill++) {
      var left = new AtomicInteger(1 + random.nextInt(MOST_WRITES));
      Runnable answered =
          () -> {
            if (left.decrementAndGet() == 0) {
              servers.kill();
            }
          };
      try (var http = new RawHttp(servers.api(), Map.of())) {
        atOnce(writer -> writer.writeUntilCutOff(http, answered));
      }
      servers.serveAgain();
      try (var http = new RawHttp(servers.api(), Map.of())) {
        // The answers to these were lost, or they were never begun.
        atOnce(writer -> writer.write(http));
        check(http);
      }
    }
    try (var http = new RawHttp(servers.api(), Map.of())) {
      checkAll(http);
    }
    checkLog(servers.stop());
    try (var left = Files.list(servers.temporary())) {
      assertEquals(List.of(), left.toList(), "kills leave temporary files");
    }
  }

  private void atOnce(Consumer<KilledWriter> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ArrayList<Future<?>>();
      writers.forEach(writer -> done.add(threads.submit(() -> work.accept(writer))));
      for (Future<?> each : done) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private void check(RawHttp http) {
    JsonNode contested = found(http, KilledWriter.CONTESTED);
    assertEquals(1 + updates.size(), contested.at("/metadata/version").asLong());
    writers.forEach(writer ->
        writer
            .lastCreated()
            .ifPresent(created ->
                assertEquals(created.getValue(), uid(http, created.getKey()), created::getKey)));
  }

  private void checkAll(RawHttp http) {
    assertEquals(
        LongStream.rangeClosed(2, 1 + updates.size()).boxed().toList(),
        updates.stream().sorted().toList(),
        "each update is a version, and none is done twice");
    var created = created();
    created.forEach((path, uid) -> assertEquals(uid, uid(http, path), path));
    assertEquals(
        created.size() + 1, listed(http, "virtualNodes") + listed(http, "virtualServices"));
  }

  private Map<String, String> created() {
    var created = new TreeMap<String, String>();
    writers.forEach(writer -> created.putAll(writer.created()));
    return created;
  }

  private static int listed(RawHttp http, String collection) {
    int found = 0;
    String token = "";
    do {
      String from = token.isEmpty() ? "" : "&nextToken=" + token;
      var page = http.send("GET", KilledWriter.MESH_PATH + collection + "?limit=100" + from, "");
      assertEquals(200, page.status());
      found += page.body().path(collection).size();
      // A provider is in the mesh: its name is that of the service, and was checked to be there.
      token = page.body().path("nextToken").asText("");
    } while (!token.isEmpty());
    return found;
  }

  private static String uid(RawHttp http, String path) {
    return found(http, path).at("/metadata/uid").asText();
  }

  private static JsonNode found(RawHttp http, String path) {
    var reply = http.send("GET", KilledWriter.MESH_PATH + path, "");
    assertEquals(200, reply.status(), () -> path + ": " + reply.body());
    return reply.body();
  }

  /// The mesh, the contested node, and each write once.
  private void checkLog(WriteLog log) {
    long writes = 2L + updates.size() + created().size();
    List<AuditEntry> audit =
        log.audit(Optional.of(KilledWriter.MESH), AuditEntry.Position.START, ALL);
    assertEquals(
        LongStream.rangeClosed(1, writes).boxed().toList(),
        audit.stream().map(AuditEntry::meshVersion).toList());
    List<HistoryEntry> history =
        log.history(
            KilledWriter.MESH, new ResourceId.VirtualNode("contested"), Optional.empty(), ALL);
    long newest = 1L + updates.size();
    assertEquals(
        LongStream.range(0, newest).mapToObj(i -> newest - i).toList(),
        history.stream().map(HistoryEntry::version).toList());
  }
}

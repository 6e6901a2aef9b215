package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.state.Quotas;
import dev.pillion.xds.store.dynamodb.DynamoLedger;
import dev.pillion.xds.store.dynamodb.DynamoTable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two servers on one table, each writing to the same mesh.
@Timeout(120)
final class TwoServersTest {
  private static final String MESH = "shop";
  private static final ResourceId CONTESTED = new ResourceId.VirtualNode("contested");
  private static final ResourceId ROUTER = new ResourceId.VirtualRouter("r");
  private static final int UPDATES = 25;
  private static final int ROUNDS = 15;
  private static final Duration SEEN = Duration.ofSeconds(20);

  private final DynamoTable table = Local.table();

  private MeshStore open() {
    return MeshStore.over(
        DynamoLedger.open(table), MeshStoreContract.ACCOUNT, Quotas.USUAL, Clock.systemUTC());
  }

  @Test
  void noUpdateIsLostAndBothEndWithTheSameMesh() throws Exception {
    try (MeshStore one = open();
        MeshStore other = open()) {
      one.commit(Changes.create(MESH, new ResourceId.Mesh(), "{}"));
      one.commit(Changes.create(MESH, CONTESTED, Changes.NODE));
      awaitVersion(other, 2);
      var versions = new ConcurrentLinkedQueue<Long>();
      atOnce(
          List.of(
              () -> update(one, "a", versions),
              () -> update(one, "b", versions),
              () -> update(other, "c", versions),
              () -> update(other, "d", versions)));
      long last = 1 + 4L * UPDATES;
      assertEquals(
          LongStream.rangeClosed(2, last).boxed().toList(), versions.stream().sorted().toList());
      awaitVersion(one, 1 + last);
      awaitVersion(other, 1 + last);
      assertEquals(one.mesh(MESH), other.mesh(MESH));
      assertEquals(one.describe(MESH, CONTESTED), other.describe(MESH, CONTESTED));
    }
  }

  @Test
  void aRouteAndTheDeletionOfItsTargetDoNotBothSucceed() throws Exception {
    try (MeshStore one = open();
        MeshStore other = open()) {
      one.commit(Changes.create(MESH, new ResourceId.Mesh(), "{}"));
      one.commit(Changes.create(MESH, ROUTER, "{}"));
      for (int round = 0; round < ROUNDS; round++) {
        String name = "n" + round;
        var node = new ResourceId.VirtualNode(name);
        long version =
            1 + one.commit(Changes.create(MESH, node, Changes.NODE)).metadata().version();
        assertEquals(2, version);
        awaitVersion(other, one.mesh(MESH).orElseThrow().version());
        var route = new ResourceId.Route("r", name);
        List<Boolean> done =
            atOnce(
                List.of(
                    () -> accepted(one, Changes.create(MESH, route, Changes.routeTo(name))),
                    () -> accepted(other, Changes.delete(MESH, node))));
        assertEquals(1, done.stream().filter(accepted -> accepted).count());
      }
      awaitVersion(one, 2 + 2L * ROUNDS);
      awaitVersion(other, 2 + 2L * ROUNDS);
      assertEquals(one.mesh(MESH), other.mesh(MESH));
      MeshState mesh = one.mesh(MESH).orElseThrow();
      for (RouteSpec route : mesh.routesOf("r").values()) {
        route
            .targets()
            .forEach(target -> assertTrue(mesh.virtualNodes().containsKey(target.virtualNode())));
      }
    }
  }

  private static boolean accepted(MeshStore store, Change change) {
    try {
      store.commit(change);
      return true;
    } catch (MeshException e) {
      assertTrue(
          e.code() == MeshException.Code.IN_USE || e.code() == MeshException.Code.NOT_FOUND,
          e::getMessage);
      return false;
    }
  }

  private static boolean update(
      MeshStore store, String writer, ConcurrentLinkedQueue<Long> versions) {
    for (int i = 0; i < UPDATES; i++) {
      String spec = Changes.NODE.replace("red", writer + i);
      versions.add(store.commit(Changes.update(MESH, CONTESTED, spec)).metadata().version());
    }
    return true;
  }

  private static void awaitVersion(MeshStore store, long version) throws InterruptedException {
    long end = System.nanoTime() + SEEN.toNanos();
    while (store.mesh(MESH).map(MeshState::version).orElse(0L) < version) {
      assertTrue(System.nanoTime() < end, "the other server's writes are not seen");
      Thread.sleep(10);
    }
    assertEquals(version, store.mesh(MESH).orElseThrow().version());
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<T>();
      for (Future<T> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }
}

package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// All clients at once.
@ExtendWith(OnStage.class)
final class ConcurrencyTest {
  /// How many the AWS CLI makes, which is the slowest; the others go on until it has.
  private static final int UPDATES = 10;

  /// The update that a reply tells of.
  record Done(String hostname, JsonNode reply) {
    int version() {
      return reply.at("/virtualNode/metadata/version").asInt();
    }

    Instant time() {
      return Times.of(reply.at("/virtualNode/metadata/lastUpdatedAt"));
    }
  }

  @Test
  void noUpdateIsLostAndVersionsHaveNoGap(Stage stage) throws Exception {
    var place = Map.<String, Object>of("meshName", "concurrent");
    stage.boto3().answer("CreateMesh", place);
    Item node = Item.of("VirtualNode", place, "contested", spec("before"));
    stage.boto3().answer("CreateVirtualNode", node.create());
    var left = new AtomicInteger(UPDATES);
    var writers = new ArrayList<Callable<List<Done>>>();
    for (Client client : writers(stage)) {
      String writer = "writer-" + writers.size() + "-update-";
      writers.add(() -> updates(client, node, writer, left));
    }
    List<Done> done =
        atOnce(writers).stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingInt(Done::version))
            .toList();
    assertEquals(
        IntStream.rangeClosed(2, 1 + done.size()).boxed().toList(),
        done.stream().map(Done::version).toList());
    for (Done update : done) {
      assertEquals(Specs.tree(spec(update.hostname())), update.reply().at("/virtualNode/spec"));
    }
    for (int i = 1; i < done.size(); i++) {
      assertFalse(done.get(i).time().isBefore(done.get(i - 1).time()));
    }
    JsonNode kept = stage.boto3().answer("DescribeVirtualNode", node.names());
    assertEquals(Specs.tree(spec(done.getLast().hostname())), kept.at("/virtualNode/spec"));
    assertEquals(done.getLast().version(), kept.at("/virtualNode/metadata/version").asInt());
  }

  @Test
  void ofManyCreatesOfANameOneIsAcceptedAndTheOthersConflict(Stage stage) throws Exception {
    for (int round = 0; round < 5; round++) {
      var names = Map.<String, Object>of("meshName", "created-at-once-" + round);
      var writers = new ArrayList<Callable<Client.Result>>();
      for (Client client : stage.clients()) {
        writers.add(() -> client.call("CreateMesh", names));
        writers.add(() -> client.call("CreateMesh", names));
      }
      List<String> codes =
          atOnce(writers).stream()
              .map(result ->
                  switch (result) {
                    case Client.Result.Success _ -> "accepted";
                    case Client.Result.Failure(var code, _) -> code;
                  })
              .sorted()
              .toList();
      assertEquals(
          List.of(
              "ConflictException",
              "ConflictException",
              "ConflictException",
              "ConflictException",
              "ConflictException",
              "accepted"),
          codes);
    }
  }

  /// The SDK for Java twice, since it takes calls side by side; the others are a process each.
  private static List<Client> writers(Stage stage) {
    var writers = new ArrayList<>(stage.clients());
    writers.add(stage.clients().getLast());
    return writers;
  }

  private static List<Done> updates(Client client, Item node, String writer, AtomicInteger left) {
    var done = new ArrayList<Done>();
    try {
      do {
        String hostname = writer + done.size();
        var input = node.with("spec", spec(hostname));
        done.add(new Done(hostname, client.answer("UpdateVirtualNode", input)));
      } while ((client instanceof AwsCli ? left.decrementAndGet() : left.get()) > 0);
      return done;
    } finally {
      // Also where one fails, so that the others end.
      if (client instanceof AwsCli) {
        left.set(0);
      }
    }
  }

  private static Map<String, Object> spec(String hostname) {
    return Map.of("serviceDiscovery", Map.of("dns", Map.of("hostname", hostname)));
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    var together = new CyclicBarrier(calls.size());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures =
          calls.stream()
              .map(call ->
                  threads.submit(() -> {
                    together.await();
                    return call.call();
                  }))
              .toList();
      var results = new ArrayList<T>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }
}

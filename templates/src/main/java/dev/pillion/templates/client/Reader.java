package dev.pillion.templates.client;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.templates.resource.Present;
import dev.pillion.templates.resource.ResourceKey;
import dev.pillion.xds.json.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Reads many resources of a server, some at a time.
public final class Reader {
  // Hides the way there and back, and is far below what a server carries out at once.
  private static final int AT_ONCE = 8;

  private final AppMesh server;
  private final Progress progress;

  /// Reads from that server.
  public Reader(AppMesh server, Progress progress) {
    this.server = server;
    this.progress = progress;
  }

  /// Those of the keys that are there.
  public List<Present> describe(Collection<ResourceKey> keys) {
    return each("reading", keys, server::describe).stream().flatMap(Optional::stream).toList();
  }

  /// The names of all meshes.
  public List<String> meshes() {
    return server.list("", Kind.MESH, Optional.empty()).stream().map(ResourceKey::mesh).toList();
  }

  /// Everything in those meshes, and the meshes themselves.
  public List<ResourceKey> keys(Collection<String> meshes) {
    List<ResourceKey> keys = new ArrayList<>();
    for (String mesh : meshes) {
      keys.add(new ResourceKey(mesh, new ResourceId.Mesh()));
      for (Kind kind : Kind.values()) {
        switch (kind) {
          case MESH -> {}
          case VIRTUAL_NODE, VIRTUAL_ROUTER, VIRTUAL_SERVICE, VIRTUAL_GATEWAY ->
              keys.addAll(server.list(mesh, kind, Optional.empty()));
          case ROUTE -> keys.addAll(within(mesh, Kind.VIRTUAL_ROUTER, kind));
          case GATEWAY_ROUTE -> keys.addAll(within(mesh, Kind.VIRTUAL_GATEWAY, kind));
        }
      }
    }
    return keys;
  }

  private List<ResourceKey> within(String mesh, Kind parent, Kind kind) {
    List<ResourceKey> parents = server.list(mesh, parent, Optional.empty());
    return each("listing", parents, one -> server.list(mesh, kind, Optional.of(one.id()))).stream()
        .flatMap(List::stream)
        .toList();
  }

  /// In the order of the keys; the first failure of any is thrown.
  private <T> List<T> each(
      String what, Collection<ResourceKey> keys, java.util.function.Function<ResourceKey, T> ask) {
    var places = new Semaphore(AT_ONCE);
    var done = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> questions = new ArrayList<>();
      for (ResourceKey key : keys) {
        questions.add(() -> {
          places.acquire();
          try {
            return ask.apply(key);
          } finally {
            places.release();
            progress.at(what, done.incrementAndGet(), keys.size());
          }
        });
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(questions)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeshException(
          MeshException.Code.UNAVAILABLE, "reading", "it was interrupted", "start it again");
    }
  }
}

package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.json.Resource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// What the writer's thread is given to do.
sealed interface Task {
  /// A client's write.
  ///
  /// @param together all of them, or nothing
  /// @param since when it began to wait, by `System.nanoTime`
  record Write(List<Change> together, long since, CompletableFuture<List<Resource>> answers)
      implements Task {
    public Write {
      together = List.copyOf(together);
    }

    Write(List<Change> together) {
      this(together, System.nanoTime(), new CompletableFuture<>());
    }

    /// Waits for the answers, and returns or throws them.
    List<Resource> await() {
      return Task.await(answers);
    }
  }

  /// Waits for what the writer's thread has to say, and returns or throws it.
  static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new MeshException(
          MeshException.Code.UNAVAILABLE,
          "store",
          "the wait for the write was interrupted, and it may yet be done",
          "look whether it was, or repeat it with the same client token");
    }
  }

  /// A question whether writes would succeed.
  record Probe(CompletableFuture<Boolean> done) implements Task {}

  /// A reader's wish for what other servers wrote to the mesh.
  record CatchUp(String mesh, CompletableFuture<Boolean> done) implements Task {}

  /// A look at what other servers wrote.
  record Look() implements Task {}
}

package dev.pillion.agent.gate;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/// Lets every start pass but those of containers that a test holds.
final class ScriptedKeeper implements Doorkeeper {
  final List<String> asked = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<String, CompletableFuture<Verdict>> held =
      new ConcurrentHashMap<>();

  void hold(String container) {
    held.put(container, new CompletableFuture<>());
  }

  void decide(String container, Verdict verdict) {
    held.computeIfAbsent(container, _ -> new CompletableFuture<>()).complete(verdict);
  }

  @Override
  public Verdict decide(String container) throws InterruptedException {
    asked.add(container);
    var verdict = held.get(container);
    if (verdict == null) {
      return new Verdict.Go();
    }
    try {
      return verdict.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}

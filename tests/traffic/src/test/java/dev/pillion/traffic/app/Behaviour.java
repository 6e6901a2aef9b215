package dev.pillion.traffic.app;

/// How an application answers. It may take its time: each request has a thread of its own.
@FunctionalInterface
public interface Behaviour {
  /// The answer to one request.
  Answer to(Request request) throws InterruptedException;

  /// Always the same words, such as its name.
  static Behaviour says(String words) {
    return _ -> Answer.ok(words);
  }
}

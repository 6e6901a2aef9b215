package dev.pillion.traffic.stage;

import dev.pillion.rig.Wait;
import dev.pillion.traffic.app.Answer;
import dev.pillion.traffic.app.Call;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Calls made to see who answers them.
public final class Sample {
  /// How long a change of the mesh may take to show, with much to spare.
  public static final Duration LIMIT = Duration.ofSeconds(15);

  // One of two that share equally is missed by as many only once in a million times.
  private static final int MANY = 20;

  private Sample() {}

  /// How many of so many calls got each answer, in brief.
  public static Map<String, Long> of(int calls, Call call) {
    return of(calls, () -> brief(call));
  }

  /// How many of so many tries had each outcome.
  public static Map<String, Long> of(int tries, Supplier<String> what) {
    return Stream.generate(what)
        .limit(tries)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  /// Calls until the answer is this one, in brief.
  public static void await(String answer, Call call) {
    await(answer, () -> brief(call));
  }

  /// Calls until nobody else answers any more.
  public static void awaitOnly(String answer, Call call) {
    var alone = Map.of(answer, (long) MANY);
    Wait.until("only '" + answer + "'", LIMIT, () -> of(MANY, call).equals(alone));
  }

  /// Tries until the outcome is this one.
  public static void await(String outcome, Supplier<String> what) {
    Wait.until("'" + outcome + "'", LIMIT, () -> what.get().equals(outcome), what);
  }

  /// The body of a success, another answer's status, or `no answer`.
  public static String brief(Call call) {
    try {
      Answer answer = call.send();
      return answer.brief();
    } catch (UncheckedIOException _) {
      return "no answer";
    }
  }
}

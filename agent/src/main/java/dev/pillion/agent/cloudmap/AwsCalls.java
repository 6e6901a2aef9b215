package dev.pillion.agent.cloudmap;

import dev.pillion.agent.link.Link;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;

/// Calls of one service's API: turns failures into words, and says of the service's link what they
/// mean for it.
final class AwsCalls {
  private static final String CREDENTIALS =
      "see that this host's role, or the keys that the agent was given, are valid";

  private final Link link;
  // While one operation fails the link is down, though another may work: without this it would
  // go up and down with every poll.
  private final Set<AwsOperation> failing = ConcurrentHashMap.newKeySet();

  AwsCalls(Link link) {
    this.link = link;
  }

  /// Calls an operation.
  <T> Answer<T> call(
      Answer<AwsClients> access, AwsOperation operation, Function<AwsClients, T> call) {
    return switch (access) {
      case Answer.Failed<AwsClients>(var problem, var remedy) ->
          new Answer.Failed<>(problem, remedy);
      case Answer.Given<AwsClients>(var clients) -> {
        try {
          T value = call.apply(clients);
          answered(operation);
          yield new Answer.Given<>(value);
        } catch (AwsFailure e) {
          yield failed(operation, e);
        } catch (SdkException e) {
          yield unreached(operation, Objects.toString(e.getMessage(), e.toString()));
        }
      }
    };
  }

  private <T> Answer<T> unreached(AwsOperation operation, String words) {
    return down(
        operation,
        words.lines().findFirst().orElse(""),
        "let this host reach " + link.state().endpoint());
  }

  private <T> Answer<T> failed(AwsOperation operation, AwsFailure failure) {
    String code = failure.code();
    String words = Objects.toString(failure.getMessage(), "");
    if (code.isEmpty()) {
      return unreached(operation, words);
    }
    String problem = code + ": " + (words.isEmpty() ? "it does not say why" : words);
    if (failure.throttling()) {
      return down(
          operation, problem, "it is tried again; raise PILLION_CLOUDMAP_INTERVAL if it lasts");
    }
    if (failure.ofCredentials()) {
      return down(operation, problem, CREDENTIALS);
    }
    if (failure.status() == 403 || code.contains("AccessDenied")) {
      return down(
          operation,
          problem,
          "allow %s to this host (cloudformation/agent-policy.yaml)".formatted(operation));
    }
    if (failure.status() >= 500) {
      return down(operation, problem, "it is tried again");
    }
    // An answer, if not the one hoped for.
    answered(operation);
    return new Answer.Failed<>(problem, "correct the name, or create what it names");
  }

  private void answered(AwsOperation operation) {
    failing.remove(operation);
    if (failing.isEmpty()) {
      link.up();
    }
  }

  private <T> Answer<T> down(AwsOperation operation, String problem, String remedy) {
    failing.add(operation);
    link.down(problem, remedy);
    return new Answer.Failed<>(problem, remedy);
  }
}

package dev.pillion.agent.cloudmap;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call that AWS refused, or that did not come to an answer.
final class AwsFailure extends RuntimeException {
  /// The code where there is nothing to sign with; AWS itself does not have it.
  static final String NO_CREDENTIALS = "NoCredentials";

  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;
  private final @Nullable Instant time;

  /// @param code AWS's own word for it; empty where there is none
  /// @param status the HTTP status; 0 without an answer
  AwsFailure(String code, String message, int status) {
    this(code, message, status, null);
  }

  /// @param time when it was answered, by AWS's clock
  AwsFailure(String code, String message, int status, @Nullable Instant time) {
    super(message);
    this.code = code;
    this.status = status;
    this.time = time;
  }

  String code() {
    return code;
  }

  int status() {
    return status;
  }

  /// When it was answered, by AWS's clock.
  Optional<Instant> time() {
    return Optional.ofNullable(time);
  }

  /// Whether AWS says that it is asked too often.
  boolean throttling() {
    return status == 429
        || switch (code) {
          case "Throttling",
              "ThrottlingException",
              "ThrottledException",
              "RequestThrottled",
              "RequestThrottledException",
              "RequestLimitExceeded",
              "BandwidthLimitExceeded",
              "TooManyRequestsException",
              "SlowDown" ->
              true;
          default -> false;
        };
  }

  /// Whether AWS does not take, or no longer, who asks for who it says it is.
  boolean ofCredentials() {
    return switch (code) {
      case NO_CREDENTIALS,
          "AuthFailure",
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "RequestExpired",
          "RequestInTheFuture",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException" ->
          true;
      default -> false;
    };
  }

  /// Whether the same call may be answered a moment later.
  boolean passing() {
    return (code.isEmpty() && status == 0) || status >= 500 || throttling();
  }
}

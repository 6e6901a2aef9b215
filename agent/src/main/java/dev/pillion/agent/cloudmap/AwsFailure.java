package dev.pillion.agent.cloudmap;

/// A call that AWS refused, or that did not come to an answer.
final class AwsFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;

  /// @param code AWS's own word for it; empty where there is none
  /// @param status the HTTP status; 0 without an answer
  AwsFailure(String code, String message, int status) {
    super(message);
    this.code = code;
    this.status = status;
  }

  String code() {
    return code;
  }

  int status() {
    return status;
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
              "TooManyRequestsException",
              "SlowDown" ->
              true;
          default -> false;
        };
  }

  /// Whether the same call may be answered a moment later.
  boolean passing() {
    return status == 0 || status >= 500 || throttling();
  }
}

package dev.pillion.envoy.settings;

/// How the program ends.
public enum Exit {
  /// It was told to stop, or what was asked of it is so.
  DONE(0),
  /// Envoy ended more often than it is started again, or is not ready.
  FAILED(1),
  /// The environment, a file that it names, or an argument is wrong; nothing was started.
  INVALID(2);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  /// The process's exit code.
  public int code() {
    return code;
  }
}

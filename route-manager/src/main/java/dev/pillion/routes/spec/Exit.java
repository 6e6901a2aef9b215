package dev.pillion.routes.spec;

/// How the program ends.
public enum Exit {
  /// The namespace is as asked for.
  DONE(0),
  /// The rules could not be set, read back or removed; what was there before stands.
  FAILED(1),
  /// The environment or the arguments are wrong; nothing was touched.
  INVALID(2),
  /// This is not the namespace that `PILLION_NETNS` names; nothing was touched.
  WRONG_NAMESPACE(3),
  /// Another mesh redirects here already; nothing was touched.
  FOREIGN_REDIRECT(4);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  /// The process's exit code.
  public int code() {
    return code;
  }
}

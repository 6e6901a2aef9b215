package dev.pillion.rig;

/// What could not be set up, or did not come in time, with the remedy where there is one.
public final class RigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message with the remedy where there is one
  public RigException(String message) {
    super(message);
  }

  /// @param message with the remedy where there is one
  public RigException(String message, Throwable cause) {
    super(message, cause);
  }
}

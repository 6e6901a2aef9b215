package dev.pillion.localecs;

/// Something that a person has to put right; the message says what and how.
public final class LocalEcsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LocalEcsException(String message) {
    super(message);
  }

  LocalEcsException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.pillion.mesh.model;

/// The one exception of Pillion's own: what it concerns, what is wrong, and what to do about it.
public final class MeshException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What kind of failure it is; each edge maps it to its own codes (HTTP, gRPC, exit status).
  public enum Code {
    /// The request or the configuration is wrong.
    INVALID,
    /// Whoever asks may not do that.
    FORBIDDEN,
    /// It names something that is not there.
    NOT_FOUND,
    /// It clashes with what is there.
    CONFLICT,
    /// Something else still refers to it.
    IN_USE,
    /// A quota is used up.
    LIMIT,
    /// A resource cannot have that many tags.
    TOO_MANY_TAGS,
    /// Try again later.
    UNAVAILABLE,
    /// A defect of Pillion.
    INTERNAL
  }

  private final Code code;

  /// A failure in Pillion's own form: `subject: problem; remedy`.
  public MeshException(Code code, String subject, String problem, String remedy) {
    this(code, "%s: %s; %s".formatted(subject, problem, remedy));
  }

  /// A failure whose text is given, for the messages that App Mesh's clients know.
  public MeshException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /// What kind of failure it is.
  public Code code() {
    return code;
  }
}

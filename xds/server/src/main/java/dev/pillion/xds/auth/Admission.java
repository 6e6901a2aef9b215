package dev.pillion.xds.auth;

/// Whether a request is let in.
public sealed interface Admission {
  /// It is.
  record Admitted(Caller caller) implements Admission {}

  /// It is not.
  ///
  /// @param status the HTTP status
  /// @param type AWS's name for the error
  record Refused(int status, String type, String message) implements Admission {}
}

package dev.pillion.xds.store;

/// Who asks for a write, and from where: for the audit log, and because a client token belongs to
/// whoever used it.
///
/// @param principal whom the credentials stand for, such as an access key's id
/// @param address the client's address and port; empty where there is none
public record Author(String principal, String address) {
  /// Somebody on loopback whom nobody asked for credentials.
  public static final Author DEVELOPMENT = new Author("development", "");
}

package dev.pillion.xds.auth;

import java.time.Instant;
import java.util.Set;

/// A key that was just made: the only time that its secret is shown.
public record NewKey(String id, String secret, Role role, Instant created) {
  // No 0, 1, 8 and 9, which are read for letters; AWS's ids have the same 32 characters.
  private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SECRET_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /// Not AWS's own `AKIA`, so that nobody, and no scanner for leaked secrets, takes it for theirs.
  static final String PREFIX = "AKPL";

  private static final int ID_LENGTH = 20;
  private static final int SECRET_LENGTH = 40;

  static NewKey generate(Role role, Instant now) {
    return new NewKey(
        PREFIX + text(ID_CHARACTERS, ID_LENGTH - PREFIX.length()),
        text(SECRET_CHARACTERS, SECRET_LENGTH),
        role,
        now);
  }

  /// Each character as likely as the others: bytes beyond a multiple of their number are left out.
  private static String text(String characters, int length) {
    int bound = 256 - 256 % characters.length();
    var text = new StringBuilder(length);
    while (text.length() < length) {
      for (byte random : Box.random(length)) {
        int value = random & 0xff;
        if (value < bound && text.length() < length) {
          text.append(characters.charAt(value % characters.length()));
        }
      }
    }
    return text.toString();
  }

  /// The meshes that it is bound to.
  public Set<String> meshes() {
    return role.boundTo();
  }
}

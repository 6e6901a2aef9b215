package dev.pillion.xds.api;

import dev.pillion.mesh.model.MeshException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Makes and reads the opaque tokens of lists: the list that they belong to, and the last name.
final class PageTokens {
  private static final char BETWEEN = '\n';

  private PageTokens() {}

  /// @param list what tells the list from all others
  static String token(Object list, String last) {
    String text = list.toString() + BETWEEN + last;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The name to go on after.
  static Optional<String> after(Object list, Optional<String> token) {
    return token.map(given -> last(list, given));
  }

  private static String last(Object list, String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String head = list.toString() + BETWEEN;
      if (text.startsWith(head)) {
        return text.substring(head.length());
      }
    } catch (IllegalArgumentException _) {
      // Told below, as any other token that is not ours.
    }
    throw new MeshException(
        MeshException.Code.INVALID,
        "nextToken",
        "it does not belong to this list",
        "pass what the page before gave, or leave it out to start anew");
  }
}

package dev.pillion.xds.auth;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The path and the query of a canonical request.
final class CanonicalAddress {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final String HEX = "0123456789ABCDEF";

  private CanonicalAddress() {}

  /// The path as clients may have signed it: as sent, and with `.`, `..` and empty parts taken out,
  /// where that differs. Some clients do the one and some the other. What was sent encoded is
  /// encoded once more, as every service but S3 wants it.
  static List<String> paths(String path) {
    String sent = encoded(path.isEmpty() ? "/" : path, "/");
    String normal = normalized(sent);
    return sent.equals(normal) ? List.of(sent) : List.of(normal, sent);
  }

  private static String normalized(String path) {
    var parts = new ArrayDeque<String>();
    for (String part : path.split("/", -1)) {
      switch (part) {
        case "", "." -> {}
        case ".." -> parts.pollLast();
        default -> parts.addLast(part);
      }
    }
    boolean folder = path.endsWith("/") && !parts.isEmpty();
    return "/" + String.join("/", parts) + (folder ? "/" : "");
  }

  /// The parameters less the signature itself, decoded and encoded anew, by name and value.
  static String query(String query) {
    var pairs = new ArrayList<Pair>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      if (!pair.isEmpty() && !name.equals("X-Amz-Signature")) {
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        pairs.add(new Pair(encoded(name, ""), encoded(value, "")));
      }
    }
    pairs.sort(Comparator.comparing(Pair::name).thenComparing(Pair::value));
    return String.join("&", pairs.stream().map(Pair::text).toList());
  }

  /// The first value of the parameter, decoded; empty where it is absent.
  static String parameter(String query, String name) {
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && decoded(pair.substring(0, equals)).equals(name)) {
        return decoded(pair.substring(equals + 1));
      }
    }
    return "";
  }

  private record Pair(String name, String value) {
    String text() {
      return name + "=" + value;
    }
  }

  private static String encoded(String text, String kept) {
    var encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = UNRESERVED.indexOf(c) >= 0 || kept.indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return encoded.toString();
  }

  /// A percent sign that begins no escape stands for itself; so does a plus sign.
  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      boolean escape = bytes[i] == '%' && i + 2 < bytes.length;
      int high = escape ? Character.digit(bytes[i + 1], 16) : -1;
      int low = escape ? Character.digit(bytes[i + 2], 16) : -1;
      if (high >= 0 && low >= 0) {
        decoded.write(high * 16 + low);
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }
}

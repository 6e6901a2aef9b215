package dev.pillion.xds.api;

import dev.pillion.mesh.model.MeshException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Takes raw addresses apart: cut first, then decoded exactly once, so that `%2F` is a slash inside
/// a name and `%252F` is the text `%2F`. A `;` and a `+` are themselves.
final class PercentDecoding {
  private PercentDecoding() {}

  /// The parts between slashes; `/a/b` has two.
  static List<String> segments(String rawPath) {
    var segments = new ArrayList<String>();
    for (String raw : rawPath.substring(rawPath.startsWith("/") ? 1 : 0).split("/", -1)) {
      segments.add(decoded(raw));
    }
    return segments;
  }

  /// The parameters by name; of one that comes twice, the last.
  static Map<String, String> query(String raw) {
    var query = new HashMap<String, String>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      query.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    query.remove("");
    return query;
  }

  private static String decoded(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    var bytes = new ByteArrayOutputStream();
    byte[] encoded = raw.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != '%') {
        bytes.write(encoded[i]);
        continue;
      }
      int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(encoded[i + 2], 16) : -1;
      if (low < 0) {
        throw broken(raw);
      }
      bytes.write(high * 16 + low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException _) {
      throw broken(raw);
    }
  }

  private static MeshException broken(String raw) {
    return new MeshException(
        MeshException.Code.INVALID,
        "address part '" + raw + "'",
        "it is not percent-encoded UTF-8",
        "encode each byte of a name as a percent sign and two hexadecimal digits");
  }
}

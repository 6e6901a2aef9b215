package dev.pillion.envoy.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request, whole.
///
/// @param method such as `GET`
/// @param target path and query as they came
/// @param body a character a byte; empty where there is none
public record Request(String method, String target, String body) {
  /// What stands before the query.
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /// The parameters; one without a value has an empty one.
  ///
  /// @throws IllegalArgumentException for a bad escape
  public Map<String, String> query() {
    int at = target.indexOf('?');
    var parameters = new LinkedHashMap<String, String>();
    if (at < 0) {
      return parameters;
    }
    for (String pair : target.substring(at + 1).split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (!parts[0].isEmpty()) {
        parameters.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

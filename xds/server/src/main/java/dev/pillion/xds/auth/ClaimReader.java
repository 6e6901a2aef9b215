package dev.pillion.xds.auth;

import dev.pillion.xds.auth.Admission.Refused;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds a request's claim, in its `Authorization` header or in its query.
final class ClaimReader {
  static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  // AWS's own bound for presigned addresses.
  private static final Duration LONGEST = Duration.ofDays(7);

  private ClaimReader() {}

  /// A claim, or why there is none.
  sealed interface Reading {
    record Found(Claim claim) implements Reading {}

    record None(Refused refused) implements Reading {}
  }

  static Reading read(ReceivedRequest request) {
    List<String> authorization = request.header("authorization");
    String query = request.line().query();
    if (authorization.isEmpty()) {
      return query.contains("X-Amz-Signature=") || query.contains("X-Amz-Algorithm=")
          ? presigned(request, query)
          : new Reading.None(Refusals.missing());
    }
    return authorization.size() > 1
        ? incomplete("the request has more than one Authorization header; send one")
        : signed(request, authorization.getFirst());
  }

  private static Reading signed(ReceivedRequest request, String authorization) {
    String[] parts = authorization.strip().split("\\s+", 2);
    if (!parts[0].equals(SigV4.ALGORITHM) || parts.length < 2) {
      return incomplete(
          "Authorization begins with '%s'; sign with %s".formatted(parts[0], SigV4.ALGORITHM));
    }
    Map<String, String> members = members(parts[1]);
    var absent = new ArrayList<String>();
    for (String name : List.of("Credential", "SignedHeaders", "Signature")) {
      if (members.getOrDefault(name, "").isEmpty()) {
        absent.add("Authorization header requires '%s' parameter".formatted(name));
      }
    }
    String timestamp = timestamp(request);
    if (timestamp.isEmpty()) {
      absent.add(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header,"
              + " once and in the form 20150830T123600Z");
    }
    if (!absent.isEmpty()) {
      return incomplete(
          String.join(". ", absent) + "; sign with an AWS SDK, or as SigV4 is documented");
    }
    return claim(members, timestamp, Optional.empty());
  }

  private static Map<String, String> members(String text) {
    var members = new HashMap<String, String>();
    for (String member : text.split(",", -1)) {
      int equals = member.indexOf('=');
      if (equals > 0) {
        members.put(member.substring(0, equals).strip(), member.substring(equals + 1).strip());
      }
    }
    return members;
  }

  private static Reading presigned(ReceivedRequest request, String query) {
    if (!request.peer().encrypted()) {
      return new Reading.None(Refusals.onlyEncrypted("a presigned address"));
    }
    var members = new HashMap<String, String>();
    for (String name : List.of("Credential", "SignedHeaders", "Signature")) {
      members.put(name, CanonicalAddress.parameter(query, "X-Amz-" + name));
    }
    String algorithm = CanonicalAddress.parameter(query, "X-Amz-Algorithm");
    Optional<Duration> expires = seconds(CanonicalAddress.parameter(query, "X-Amz-Expires"));
    if (!algorithm.equals(SigV4.ALGORITHM) || members.containsValue("") || expires.isEmpty()) {
      return incomplete(
          "a presigned address requires X-Amz-Algorithm=%s, X-Amz-Credential, X-Amz-Date,"
                  .formatted(SigV4.ALGORITHM)
              + " X-Amz-Expires (1 to 604800 seconds), X-Amz-SignedHeaders and X-Amz-Signature;"
              + " make it with an AWS SDK");
    }
    return claim(members, CanonicalAddress.parameter(query, "X-Amz-Date"), expires);
  }

  private static Optional<Duration> seconds(String text) {
    if (!text.matches("\\d{1,6}")) {
      return Optional.empty();
    }
    var duration = Duration.ofSeconds(Long.parseLong(text));
    boolean fits = duration.isPositive() && duration.compareTo(LONGEST) <= 0;
    return fits ? Optional.of(duration) : Optional.empty();
  }

  private static Reading claim(
      Map<String, String> members, String timestamp, Optional<Duration> expires) {
    String credential = members.getOrDefault("Credential", "");
    Optional<CredentialScope> scope = CredentialScope.of(credential);
    if (scope.isEmpty()) {
      return incomplete(
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/term, got '%s'".formatted(credential)
              + "; see that the access key id has no slash in it");
    }
    List<String> headers =
        List.of(members.getOrDefault("SignedHeaders", "").toLowerCase(Locale.ROOT).split(";", -1));
    if (!headers.contains("host")) {
      return incomplete("'Host' must be a 'SignedHeader' in the AWS Authorization; sign it too");
    }
    Optional<Instant> time = time(timestamp);
    if (time.isEmpty()) {
      return incomplete(
          "Date must be in ISO-8601 'basic format'. Got '%s'; send one like 20150830T123600Z"
              .formatted(timestamp));
    }
    String signature = members.getOrDefault("Signature", "");
    return new Reading.Found(
        new Claim(scope.get(), timestamp, time.get(), headers, signature, expires));
  }

  /// The time of signing in the basic form; empty where it is absent or ambiguous.
  private static String timestamp(ReceivedRequest request) {
    List<String> own = request.header("x-amz-date");
    List<String> values = own.isEmpty() ? request.header("date") : own;
    if (values.size() != 1) {
      return "";
    }
    String value = values.getFirst().strip();
    try {
      return own.isEmpty() && value.contains(",")
          ? BASIC.format(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME))
          : value;
    } catch (DateTimeException _) {
      return "";
    }
  }

  private static Optional<Instant> time(String timestamp) {
    try {
      return Optional.of(BASIC.parse(timestamp, Instant::from));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Reading incomplete(String message) {
    return new Reading.None(Refusals.incomplete(message));
  }
}

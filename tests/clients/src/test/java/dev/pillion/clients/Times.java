package dev.pillion.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;

/// Times as clients show them: boto3 as a date and time with a blank between, the SDK for Java with
/// a `T`, the AWS CLI as the seconds that were sent.
final class Times {
  private Times() {}

  static Instant of(JsonNode time) {
    return time.isNumber()
        ? Instant.ofEpochMilli(time.decimalValue().movePointRight(3).longValueExact())
        : OffsetDateTime.parse(time.asText().replace(' ', 'T')).toInstant();
  }
}

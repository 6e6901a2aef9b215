package dev.pillion.xds.api;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.ArrayList;
import java.util.List;

/// The headers that every answer has, whoever gives it.
final class AnswerHeaders {
  static final String JSON = "application/json";

  private static final HeaderName ERROR_TYPE = HeaderNames.create("x-amzn-ErrorType");
  private static final HeaderName REQUEST_ID = HeaderNames.create("x-amzn-RequestId");
  private static final Header RETRY = HeaderValues.create(HeaderNames.RETRY_AFTER, "1");

  private AnswerHeaders() {}

  /// @param id the request's, in the log and on the wire
  static List<Header> of(Answer answer, String id) {
    var headers = new ArrayList<Header>();
    headers.add(HeaderValues.create(REQUEST_ID, id));
    answer.errorType().ifPresent(type -> headers.add(HeaderValues.create(ERROR_TYPE, type)));
    if (answer.status() == 429 || answer.status() == 503) {
      headers.add(RETRY);
    }
    return headers;
  }
}

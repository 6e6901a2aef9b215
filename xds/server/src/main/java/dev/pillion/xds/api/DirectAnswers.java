package dev.pillion.xds.api;

import dev.pillion.xds.http.HttpLimits;
import dev.pillion.xds.http.Limit;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the web server refuses before a request gets to us (a broken request line, a body that is
/// too large) looks like any other of App Mesh's errors.
final class DirectAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(DirectAnswers.class);

  private static final Answer UNREADABLE =
      Answer.badRequest(
          "the request's first line is not in HTTP's form; send a method, an address and HTTP/1.1");

  private final HttpLimits.Sizes sizes;
  private final Consumer<Limit> refused;

  private DirectAnswers(HttpLimits.Sizes sizes, Consumer<Limit> refused) {
    this.sizes = sizes;
    this.refused = refused;
  }

  static DirectHandlers handlers(HttpLimits.Sizes sizes, Consumer<Limit> refused) {
    var answers = new DirectAnswers(sizes, refused);
    DirectHandler handler =
        (request, _, status, headers, message) -> {
          String id = UUID.randomUUID().toString();
          Answer answer =
              isUnreadable(request, status) ? UNREADABLE : answers.of(status, message, id);
          var response =
              DirectHandler.TransportResponse.builder()
                  .status(Status.create(answer.status()))
                  .headers(headers)
                  .header(HeaderNames.CONTENT_TYPE, AnswerHeaders.JSON)
                  .keepAlive(false)
                  .entity(answer.body());
          AnswerHeaders.of(answer, id)
              .forEach(header -> response.header(header.headerName(), header.get()));
          LOG.debug("request={} status={} {}", id, answer.status(), answer.body());
          return response.build();
        };
    var handlers = DirectHandlers.builder();
    for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
      handlers.addHandler(event, handler);
    }
    return handlers.build();
  }

  /// Whether nothing of the request could be read: the web server takes a first line that is broken
  /// for a defect of its own.
  private static boolean isUnreadable(DirectHandler.TransportRequest request, Status status) {
    return status.code() == 500 && request.method().isEmpty();
  }

  private Answer of(Status status, @Nullable String message, String id) {
    Optional<Limit> limit = limit(status, message);
    limit.ifPresent(refused);
    String told = message == null || message.isEmpty() ? status.reasonPhrase() : message;
    String problem = limit.map(this::problem).orElse(told);
    return switch (status.code()) {
      case 429 -> Answer.tooMany(problem);
      case 500 -> Answer.defect(id);
      case 503 -> Answer.unavailable(problem);
      default -> Answer.error(status.code(), "BadRequestException", problem);
    };
  }

  private static Optional<Limit> limit(Status status, @Nullable String message) {
    return switch (status.code()) {
      case 413 -> Optional.of(Limit.BODY);
      case 414 -> Optional.of(Limit.REQUEST_LINE);
      case 429 -> Optional.of(Limit.BODIES);
      // The web server has no status of its own for it.
      default ->
          "Header size exceeded".equals(message) ? Optional.of(Limit.HEADERS) : Optional.empty();
    };
  }

  private String problem(Limit limit) {
    return switch (limit) {
      case BODY -> "the request body is larger than %d bytes; send less".formatted(sizes.body());
      case REQUEST_LINE ->
          "the request line is longer than %d bytes; send a shorter address"
              .formatted(sizes.requestLine());
      case HEADERS ->
          "the request's headers are larger than %d bytes; send fewer or shorter ones"
              .formatted(sizes.headers());
      default -> ApiRequests.FULL;
    };
  }
}

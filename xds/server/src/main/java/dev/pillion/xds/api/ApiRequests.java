package dev.pillion.xds.api;

import dev.pillion.xds.auth.Admission;
import dev.pillion.xds.auth.Caller;
import dev.pillion.xds.auth.Peer;
import dev.pillion.xds.auth.PermittedStore;
import dev.pillion.xds.auth.ReceivedRequest;
import dev.pillion.xds.auth.RequestLine;
import dev.pillion.xds.http.Limit;
import dev.pillion.xds.http.Places;
import dev.pillion.xds.http.RequestBody;
import dev.pillion.xds.metrics.ServerMetrics;
import dev.pillion.xds.store.MeshStore;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes one HTTP request after the other: reads it, has it carried out, answers it.
final class ApiRequests implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(ApiRequests.class);

  /// What a client is told when bodies take all the memory that they may.
  static final String FULL =
      "the server holds as many bytes of requests and answers as it may; try again in a moment";

  /// What a request meets: who may come in, and the meshes that the operations are on.
  record Door(Access access, MeshStore store, Identity identity) {
    MeshApi api(Caller caller) {
      return new MeshApi(new PermittedStore(store, caller), identity);
    }
  }

  private final Door door;
  private final Addresses addresses;
  private final Optional<OperatorPages> pages;
  private final Places places;
  private final ServerMetrics metrics;

  /// @param pages empty where they have an address of their own
  ApiRequests(Door door, Optional<OperatorPages> pages, Places places, ServerMetrics metrics) {
    this.door = door;
    this.addresses = new Addresses(door.identity());
    this.pages = pages;
    this.places = places;
    this.metrics = metrics;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws IOException {
    String path = request.prologue().uriPath().rawPath();
    if (pages.isPresent() && OperatorPages.has(path)) {
      pages.get().send(request, response, places.isStopping());
      return;
    }
    // All of it first: a client that sends slowly must not take a place.
    serve(request, response, path, RequestBody.read(request));
  }

  private void serve(ServerRequest request, ServerResponse response, String path, byte[] body) {
    long began = System.nanoTime();
    String id = UUID.randomUUID().toString();
    Method method = request.prologue().method();
    Operation operation =
        addresses.operation(method.text(), path, request.prologue().query().rawValue());
    String name = OperationName.of(operation);
    Answer answer;
    switch (places.enter(!method.equals(Method.GET))) {
      case Places.Entry.Pass pass -> {
        try (pass) {
          answer = answer(request, operation, body, id);
          pass.carriedOut();
          send(request, response, id, answer);
        }
      }
      case Places.Entry.Refused(var limit) -> {
        metrics.refused(limit.label());
        answer = refusal(limit);
        send(request, response, id, answer);
      }
    }
    var took = Duration.ofNanos(System.nanoTime() - began);
    metrics.request(name, answer.errorType().orElse("OK"), took);
    LOG.debug(
        "request={} operation={} from={} status={} took={}ms",
        id,
        name,
        request.remotePeer().host(),
        answer.status(),
        took.toMillis());
  }

  private Answer answer(ServerRequest request, Operation operation, byte[] body, String id) {
    try {
      return switch (door.access().gate().admit(received(request, body))) {
        case Admission.Admitted(var caller) ->
            door.api(caller)
                .answer(operation, request.prologue().query().rawValue(), body, caller.author());
        case Admission.Refused(var status, var type, var message) -> {
          LOG.info("request={} state=refused type={}", id, type);
          yield Answer.error(status, type, message);
        }
      };
    } catch (RuntimeException e) {
      String path = request.prologue().uriPath().rawPath();
      LOG.error("request={} path={} state=failed", id, path, e);
      return Answer.defect(id);
    }
  }

  private ReceivedRequest received(ServerRequest request, byte[] body) {
    var headers = new HashMap<String, List<String>>();
    request
        .headers()
        .forEach(header -> headers.put(header.headerName().lowerCase(), header.allValues()));
    var prologue = request.prologue();
    var line =
        new RequestLine(
            prologue.method().text(), prologue.uriPath().rawPath(), prologue.query().rawValue());
    var peer = request.remotePeer();
    boolean encrypted = door.access().tls().isPresent();
    return new ReceivedRequest(
        line, headers, body, new Peer(peer.host() + ":" + peer.port(), encrypted));
  }

  private static Answer refusal(Limit limit) {
    return switch (limit) {
      case STOPPING ->
          Answer.unavailable("the server is stopping; try again, and another one will answer");
      case BODIES -> Answer.tooMany(FULL);
      default ->
          Answer.tooMany(
              "as many %s as may be at once are being carried out; try again in a moment"
                  .formatted(limit.label()));
    };
  }

  private void send(ServerRequest request, ServerResponse response, String id, Answer answer) {
    Sending.send(request, response, id, OperatorPages.Page.json(answer), places.isStopping());
  }
}

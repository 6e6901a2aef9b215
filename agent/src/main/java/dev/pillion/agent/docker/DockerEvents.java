package dev.pillion.agent.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import dev.pillion.agent.link.Link;
import dev.pillion.agent.link.LinkState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Docker's event stream, opened again from where it broke.
public final class DockerEvents implements AutoCloseable {
  private static final String REMEDY = "start Docker, or set DOCKER_HOST";
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);

  /// Who is told.
  public interface Watcher {
    /// Something happened; must return at once.
    void onEvent(ContainerEvent event);

    /// The stream begins, for the first time or again: what happened before it was not told.
    void onStream();
  }

  private final DockerClient client;
  private final Watcher watcher;
  private final Link link;
  private final Thread thread;

  private volatile long lastNanos;

  private DockerEvents(DockerClient client, String endpoint, Watcher watcher) {
    this.client = client;
    this.watcher = watcher;
    this.link = new Link("docker", endpoint, InstantSource.system());
    this.thread = Thread.ofVirtual().name("docker-events").unstarted(this::run);
  }

  static DockerEvents open(DockerClient client, String endpoint, Watcher watcher) {
    var events = new DockerEvents(client, endpoint, watcher);
    events.thread.start();
    return events;
  }

  /// How the stream stands.
  public LinkState state() {
    return link.state();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration retry = FIRST_RETRY;
    try {
      while (true) {
        if (streamed()) {
          retry = FIRST_RETRY;
        }
        Thread.sleep(retry);
        retry =
            retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One subscription from begin to end.
  ///
  /// @return whether there was one
  private boolean streamed() throws InterruptedException {
    try (var stream = new AnswerStream<Event>(this::heard)) {
      subscribe(stream);
      boolean begun = stream.awaitBegun();
      if (begun) {
        link.up();
        watcher.onStream();
      }
      link.down(stream.awaitEnd().orElse("the event stream ended"), REMEDY);
      return begun;
    } catch (RuntimeException e) {
      link.down(Objects.toString(e.getMessage(), e.toString()), REMEDY);
      return false;
    }
  }

  private void heard(Event event) {
    lastNanos = Optional.ofNullable(event.getTimeNano()).orElse(lastNanos);
    read(event).ifPresent(watcher::onEvent);
  }

  private void subscribe(AnswerStream<Event> stream) {
    var command =
        client
            .eventsCmd()
            .withEventTypeFilter(EventType.CONTAINER)
            .withEventFilter("create", "start", "kill", "die", "destroy");
    if (lastNanos != 0) {
      command.withSince("%d.%09d".formatted(lastNanos / 1_000_000_000, lastNanos % 1_000_000_000));
    }
    command.exec(stream);
  }

  static Optional<ContainerEvent> read(Event event) {
    var actor = event.getActor();
    String id = actor == null ? null : actor.getId();
    String action = event.getAction();
    if (actor == null || id == null || action == null) {
      return Optional.empty();
    }
    Map<String, String> attributes = Optional.ofNullable(actor.getAttributes()).orElseGet(Map::of);
    int signal = signal(attributes.get("signal"));
    return kind(action).map(kind -> new ContainerEvent(id, kind, attributes, signal));
  }

  private static Optional<ContainerEvent.Kind> kind(String action) {
    for (var kind : ContainerEvent.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(action)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static int signal(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
  }
}

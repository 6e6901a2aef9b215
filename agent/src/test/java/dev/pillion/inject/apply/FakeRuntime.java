package dev.pillion.inject.apply;

import dev.pillion.inject.task.ContainerView;
import dev.pillion.inject.task.ContainerView.State;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Containers that exist in memory only. Keeps the [ContainerRuntimeContract], as Docker does.
public final class FakeRuntime implements ContainerRuntime {
  private static final int KILLED = 137;

  private final Clock clock;
  private final Map<String, ContainerDetail> containers = new LinkedHashMap<>();
  private final Map<String, Integer> exitCodes = new HashMap<>();
  private final Map<String, String> output = new HashMap<>();
  private final Set<String> images = new HashSet<>();
  private final Set<String> registry = new HashSet<>();
  private final Set<String> outgrowing = new HashSet<>();
  private final List<String> writes = new ArrayList<>();
  private int made;

  /// An engine without images and containers.
  public FakeRuntime(Clock clock) {
    this.clock = clock;
  }

  /// The engine has the image; its containers run until they are told to stop.
  public synchronized void image(String image) {
    images.add(image);
    exitCodes.remove(image);
  }

  /// The engine has the image no longer.
  public synchronized void noImage(String image) {
    images.remove(image);
  }

  /// The engine has the image; its containers print something and end at once.
  public synchronized void image(String image, int exitCode, String prints) {
    images.add(image);
    exitCodes.put(image, exitCode);
    output.put(image, prints);
  }

  /// The engine has the image; its containers are killed at once for their memory.
  public synchronized void imageThatOutgrows(String image) {
    image(image, KILLED, "");
    outgrowing.add(image);
  }

  /// The engine can pull the image.
  public synchronized void inRegistry(String image) {
    registry.add(image);
  }

  /// A container that somebody else made.
  public synchronized String foreign(
      String name, Map<String, String> labels, String networkMode, String user) {
    return add(
        name,
        new ContainerView(
            nextId(),
            "foreign",
            labels,
            State.CREATED,
            networkMode,
            user,
            Set.of(),
            Optional.empty(),
            0));
  }

  /// A container ends by itself.
  public synchronized void end(String id, int exitCode) {
    ContainerDetail old = known(id).orElseThrow();
    containers.put(old.id(), state(old, State.EXITED, exitCode));
  }

  /// The kernel kills a container for its memory.
  public synchronized void outgrow(String id) {
    ContainerDetail old = known(id).orElseThrow();
    containers.put(old.id(), killed(state(old, State.EXITED, KILLED)));
  }

  private static ContainerDetail killed(ContainerDetail old) {
    return new ContainerDetail(old.view(), old.name(), old.exitCode(), true, old.stopSignal());
  }

  /// Creates, starts, stops and removals since the last call, in order.
  public synchronized List<String> writes() {
    var since = List.copyOf(writes);
    writes.clear();
    return since;
  }

  /// The names of all containers.
  public synchronized List<String> names() {
    return containers.values().stream().map(ContainerDetail::name).sorted().toList();
  }

  @Override
  public synchronized Created create(ContainerSpec spec) {
    if (!images.contains(spec.image())) {
      return new Created.NoImage("No such image: " + spec.image());
    }
    if (known(spec.name()).isPresent()) {
      return new Created.NameTaken("the container name " + spec.name() + " is in use");
    }
    Optional<ContainerDetail> owner = known(spec.networkOf());
    if (owner.isEmpty()) {
      return new Created.Refused("No such container: " + spec.networkOf());
    }
    writes.add("create " + spec.name());
    return new Created.Container(
        add(
            spec.name(),
            new ContainerView(
                nextId(),
                spec.image(),
                spec.labels(),
                State.CREATED,
                "container:" + owner.get().id(),
                spec.user().orElse(""),
                Set.of(),
                Optional.empty(),
                0)));
  }

  @Override
  public synchronized Started start(String id) {
    Optional<ContainerDetail> old = known(id);
    if (old.isEmpty()) {
      return new Started.Refused("No such container: " + id);
    }
    if (old.get().running()) {
      return new Started.Running();
    }
    String mode = old.get().view().networkMode();
    if (mode.startsWith("container:")
        && known(mode.substring("container:".length()))
            .filter(ContainerDetail::running)
            .isEmpty()) {
      return new Started.Refused("cannot join network of a non running container");
    }
    writes.add("start " + old.get().name());
    ContainerDetail started = state(old.get(), State.RUNNING, 0);
    Integer code = exitCodes.get(started.view().image());
    ContainerDetail ended = code == null ? started : state(started, State.EXITED, code);
    containers.put(
        started.id(), outgrowing.contains(started.view().image()) ? killed(ended) : ended);
    return new Started.Running();
  }

  @Override
  public synchronized void stop(String id, Duration grace) {
    known(id)
        .filter(ContainerDetail::running)
        .ifPresent(old -> {
          writes.add("stop " + old.name());
          containers.put(old.id(), state(old, State.EXITED, KILLED));
        });
  }

  @Override
  public synchronized void remove(String id) {
    known(id)
        .ifPresent(old -> {
          writes.add("remove " + old.name());
          containers.remove(old.id());
        });
  }

  @Override
  public synchronized Optional<ContainerDetail> inspect(String id) {
    return known(id);
  }

  @Override
  public synchronized List<ContainerSummary> list(String label) {
    int equals = label.indexOf('=');
    return containers.values().stream()
        .filter(container -> {
          Map<String, String> labels = container.view().labels();
          return equals < 0
              ? labels.containsKey(label)
              : label.substring(equals + 1).equals(labels.get(label.substring(0, equals)));
        })
        .map(container ->
            new ContainerSummary(
                container.id(), container.view().state(), container.view().labels()))
        .toList();
  }

  @Override
  public synchronized Pulled pull(String image) {
    writes.add("pull " + image);
    if (!registry.contains(image)) {
      return new Pulled.Failed("pull access denied for " + image);
    }
    images.add(image);
    return new Pulled.Present();
  }

  @Override
  public synchronized String tail(String id, int lines) {
    return known(id).map(c -> output.getOrDefault(c.view().image(), "")).orElse("");
  }

  private Optional<ContainerDetail> known(String id) {
    return containers.values().stream()
        .filter(container -> container.id().startsWith(id) || container.name().equals(id))
        .findFirst();
  }

  private String nextId() {
    made++;
    return "%064x".formatted((long) made << 32 | made);
  }

  private String add(String name, ContainerView view) {
    containers.put(view.id(), new ContainerDetail(view, name, 0, false, "SIGTERM"));
    return view.id();
  }

  private ContainerDetail state(ContainerDetail old, State state, int exitCode) {
    ContainerView view = old.view();
    boolean running = state == State.RUNNING;
    return new ContainerDetail(
        new ContainerView(
            view.id(),
            view.image(),
            view.labels(),
            state,
            view.networkMode(),
            view.user(),
            view.tcpPorts(),
            running ? Optional.of(clock.instant()) : view.startedAt(),
            running ? 1000 + made : 0),
        old.name(),
        exitCode,
        false,
        old.stopSignal());
  }
}

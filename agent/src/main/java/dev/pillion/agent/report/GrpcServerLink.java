package dev.pillion.agent.report;

import dev.pillion.agent.cloudmap.CloudMapPoller;
import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.dial.Trouble;
import dev.pillion.agent.link.Link;
import dev.pillion.agent.link.LinkState;
import dev.pillion.agent.v1.ServerMessage;
import dev.pillion.mesh.endpoint.LocalTask;
import dev.pillion.mesh.model.ProxyGroup;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The stream to the server by gRPC, begun again within 2 s whenever it ends. What is to be said is
/// kept as a whole and compared with what was said, so that nothing queues up while the server is
/// away or slow.
public final class GrpcServerLink implements ServerLink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcServerLink.class);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(2);
  // A server that takes a stream and does not welcome it is no better than none.
  private static final Duration WELCOME = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final Status SILENT =
      Status.DEADLINE_EXCEEDED.withDescription(
          "it took the stream and said nothing for " + WELCOME.toSeconds() + " s");

  private final ManagedChannel channel;
  private final Dial server;
  private final Greeting greeting;
  private final CloudMapPoller poller;
  private final TargetFile file;
  private final TargetTable targets;
  private final Link link;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Semaphore wakes = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile TreeMap<String, LocalTask> tasks = new TreeMap<>();

  private GrpcServerLink(
      ManagedChannel channel,
      Dial server,
      Greeting greeting,
      CloudMapPoller poller,
      Path stateDirectory,
      InstantSource clock) {
    this.channel = channel;
    this.server = server;
    this.greeting = greeting;
    this.poller = poller;
    this.file = TargetFile.in(stateDirectory);
    this.targets = new TargetTable(file.read());
    this.link = new Link("server", server.server(), clock);
    this.thread = Thread.ofVirtual().name("server-link").unstarted(this::run);
  }

  /// Begins to connect. The channel stays the caller's to close, after this.
  ///
  /// @param server what the channel was made from
  public static GrpcServerLink open(
      ManagedChannel channel,
      Dial server,
      Greeting greeting,
      CloudMapPoller poller,
      Path stateDirectory,
      InstantSource clock) {
    var link = new GrpcServerLink(channel, server, greeting, poller, stateDirectory, clock);
    poller.onChange(link::wake);
    link.thread.start();
    return link;
  }

  @Override
  public void interest(Set<ProxyGroup> groups) {
    if (targets.interest(groups)) {
      wake();
    }
  }

  @Override
  public Target target(ProxyGroup group) {
    return targets.of(group).orElseGet(() -> new Target.Unheard(unheard()));
  }

  private String unheard() {
    LinkState state = link.state();
    return state.up()
        ? "the server has not answered yet"
        : "server %s: %s".formatted(state.endpoint(), state.problem());
  }

  @Override
  public void tasks(Collection<LocalTask> all) {
    tasks =
        all.stream()
            .collect(
                Collectors.toMap(LocalTask::id, task -> task, (_, newer) -> newer, TreeMap::new));
    wake();
  }

  @Override
  public void onTargets(Runnable listener) {
    listeners.add(listener);
  }

  /// Whether the server is there.
  public LinkState state() {
    return link.state();
  }

  /// Has another look at what there is to say, such as whether Cloud Map can be asked now.
  public void wake() {
    // One permit is enough: the pass that takes it says everything.
    if (wakes.availablePermits() == 0) {
      wakes.release();
    }
  }

  private void run() {
    Duration backoff = FIRST_BACKOFF;
    try {
      while (closing.getCount() > 0) {
        // Else the channel would wait by a backoff of its own, up to two minutes.
        channel.resetConnectBackoff();
        End end = stream();
        if (end.why().isOk()) {
          continue;
        }
        backoff = end.welcomed() ? FIRST_BACKOFF : backoff;
        Trouble trouble = server.trouble(end.why());
        link.down(trouble.problem(), trouble.remedy());
        targets.serverThere(false);
        listeners.forEach(Runnable::run);
        if (closing.await(jittered(backoff), TimeUnit.NANOSECONDS)) {
          return;
        }
        backoff = min(backoff.multipliedBy(2), LONGEST_BACKOFF);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static long jittered(Duration backoff) {
    return backoff.toNanos() * ThreadLocalRandom.current().nextInt(75, 101) / 100;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /// @param why OK when the stream was ended to begin another
  private record End(Status why, boolean welcomed) {}

  /// Holds one stream until it ends.
  private End stream() throws InterruptedException {
    boolean resolves = poller.usable();
    var session = new Session(this::incoming, this::wake);
    try {
      session.open(channel, greeting, resolves);
      long opened = System.nanoTime();
      while (session.ended().isEmpty() && closing.getCount() > 0) {
        session.say(new Knowledge(poller.resolved(), tasks), targets.interest());
        targets.takeUnsaved().ifPresent(file::write);
        if (!awaitWake(session, opened)) {
          return new End(SILENT, false);
        }
        if (poller.usable() != resolves) {
          return new End(Status.OK, session.welcomed());
        }
      }
      return new End(session.ended().orElse(Status.OK), session.welcomed());
    } finally {
      session.cancel("the agent ends the stream");
    }
  }

  /// Waits for something to do; false when the server should have answered by now.
  private boolean awaitWake(Session session, long opened) throws InterruptedException {
    if (session.welcomed()) {
      wakes.acquire();
    } else {
      long left = WELCOME.toNanos() - (System.nanoTime() - opened);
      if (!wakes.tryAcquire(left, TimeUnit.NANOSECONDS)) {
        return session.welcomed();
      }
    }
    wakes.drainPermits();
    return true;
  }

  private void incoming(Session session, ServerMessage message) {
    switch (message.getMessageCase()) {
      case WELCOME -> {
        session.markWelcomed();
        targets.serverThere(true);
        link.up();
        wake();
      }
      case RESOLVE ->
          poller.names(
              message.getResolve().getNamesList().stream()
                  .map(Wire::service)
                  .collect(Collectors.toSet()));
      case SEND_FULL -> {
        LOG.info("server wants=full-report reason=\"{}\"", message.getSendFull().getReason());
        session.sendFull();
      }
      case PROXIES -> {
        if (targets.heard(message.getProxies())) {
          wake();
          listeners.forEach(Runnable::run);
        }
      }
      // What a newer server says besides is not for this agent.
      case MESSAGE_NOT_SET -> LOG.debug("server said something unknown");
    }
  }

  /// Ends the stream; what is being written to disk is written to its end.
  @Override
  public void close() {
    closing.countDown();
    wake();
    try {
      if (!thread.join(CLOSE)) {
        LOG.debug("server-link state=closing still");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

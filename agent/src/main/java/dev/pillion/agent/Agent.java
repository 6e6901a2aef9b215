package dev.pillion.agent;

import dev.pillion.agent.choice.Choices;
import dev.pillion.agent.cloudmap.Aws;
import dev.pillion.agent.cloudmap.CachedDefinitions;
import dev.pillion.agent.cloudmap.CloudMapPoller;
import dev.pillion.agent.docker.DockerEngine;
import dev.pillion.agent.envoy.AdminProbe;
import dev.pillion.agent.gate.Gate;
import dev.pillion.agent.gate.GateSocket;
import dev.pillion.agent.metrics.Ledger;
import dev.pillion.agent.metrics.MetricsServer;
import dev.pillion.agent.netns.KernelNamespaces;
import dev.pillion.agent.reconcile.EarlyStarts;
import dev.pillion.agent.reconcile.Host;
import dev.pillion.agent.reconcile.Starts;
import dev.pillion.agent.reconcile.Tasks;
import dev.pillion.agent.relay.CachingRelays;
import dev.pillion.agent.relay.ServedProxy;
import dev.pillion.agent.report.Epoch;
import dev.pillion.agent.report.Greeting;
import dev.pillion.agent.report.GrpcServerLink;
import dev.pillion.agent.report.HostIdentity;
import dev.pillion.agent.report.ServerLink;
import dev.pillion.inject.apply.ContainerRuntime;
import dev.pillion.inject.apply.ImagePulls;
import dev.pillion.inject.apply.Injector;
import dev.pillion.inject.apply.TaskDirectories;
import dev.pillion.inject.plan.InjectorConfig;
import dev.pillion.inject.plan.Planner;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.PillionVersion;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent of one host, put together.
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration DOCKER_PATIENCE = Duration.ofSeconds(5);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

  private final Closers closers;
  private final CountDownLatch end = new CountDownLatch(1);

  private Agent(Closers closers) {
    this.closers = closers;
  }

  /// Starts it; when this returns, tasks that start are held.
  ///
  /// @throws MeshException when it cannot run here, with the remedy
  public static Agent start(AgentConfig config) {
    var closers = new Closers();
    try {
      closers.add(RunLock.take(config.runDir()));
      var docker = closers.add(DockerEngine.at(config.docker()));
      if (config.gate().isPresent()) {
        gated(config, config.gate().get(), docker, closers);
      } else {
        build(config, docker, Optional.empty(), _ -> {}, closers);
      }
      return new Agent(closers);
    } catch (RuntimeException e) {
      closers.close();
      throw e;
    }
  }

  /// Waits until it is closed.
  public void awaitEnd() throws InterruptedException {
    end.await();
  }

  /// Ends it. Tasks, their Envoys and rules stay as they are.
  @Override
  public void close() {
    closers.close();
    end.countDown();
  }

  /// The gate opens first and closes last: whoever starts tasks waits for it, and what does not opt
  /// in needs nothing else of the agent.
  private static void gated(
      AgentConfig config, AgentConfig.Gated at, DockerEngine docker, Closers closers) {
    var early = new EarlyStarts(docker.runtime(), config.undecidedHold(), at.startTime());
    var socket = GateSocket.open(at.handed(), at.socket());
    var gate = closers.add(Gate.open(socket, GateSocket.address(config.docker()), early));
    Consumer<Tasks> ready =
        tasks ->
            early.ready(
                new Starts(docker.runtime(), tasks, config.undecidedHold(), at.startTime()));
    closers.add(
        Attempts.begin(
            opened -> build(config, docker, Optional.of(gate), ready, opened),
            early::failed,
            TRY_AGAIN));
  }

  /// @param ready told of the tasks once they are looked at
  private static void build(
      AgentConfig config,
      DockerEngine docker,
      Optional<Gate> gate,
      Consumer<Tasks> ready,
      Closers closers) {
    Clock clock = Clock.systemUTC();
    var threads = closers.add(new IoThreads());
    var namespaces = closers.add(KernelNamespaces.open(config.iptables(), Optional.empty()));
    var aws = closers.add(Aws.open(clock));
    var definitions =
        closers.add(new CachedDefinitions(config.stateDir(), aws.definitions(), clock));
    var poller = closers.add(new CloudMapPoller(aws.cloudMap(), config.cloudMapInterval()));
    var identity = HostIdentity.find(HostIdentity.INTROSPECTION);
    long epoch = Epoch.next(config.stateDir());
    var channel = closers.add(threads.channel(config.server()));
    var greeting = new Greeting(identity, epoch, PillionVersion.current(), "");
    var server =
        closers.add(
            GrpcServerLink.open(
                channel.channel(), config.server(), greeting, poller, config.stateDir(), clock));
    aws.onFound(server::wake);
    var served = new AtomicReference<List<ServedProxy>>(List.of());
    var relays =
        closers.add(
            new CachingRelays(
                new CachingRelays.Context(
                    config.server(),
                    identity.reporter(),
                    config.stateDir(),
                    namespaces::inode,
                    group -> server.target(group) instanceof ServerLink.Target.Missing),
                proxies -> {
                  served.set(proxies);
                  server.proxies(proxies);
                }));
    var directories = new TaskDirectories(config.tasksDir());
    var changed = new AtomicReference<Runnable>(() -> {});
    var host =
        new Host(
            docker.runtime(),
            namespaces,
            new Planner(
                new InjectorConfig(
                    config.runDir().toString(), config.envoyImage(), config.routeManagerImage())),
            injector(config, docker.runtime(), directories, () -> changed.get().run()),
            directories,
            new AdminProbe(),
            relays,
            server,
            definitions,
            Choices.in(config.stateDir()),
            config.undecidedHold(),
            config.dryRun(),
            clock);
    var tasks = closers.add(new Tasks(host));
    changed.set(tasks::lookAgain);
    var ledger = new Ledger();
    tasks.onReport(ledger::take);
    tasks.start();
    closers.add(
        new Watchdog(
            Thread::startVirtualThread,
            tasks::lookingLongerThan,
            new Standstill(config.stateDir()),
            Watchdog.Limits.USUAL));
    var began = new CountDownLatch(1);
    var events = closers.add(docker.watch(tasks.watcher(began::countDown)));
    var status =
        new StatusSource(
            clock.instant(),
            identity.reporter(),
            epoch,
            server,
            events,
            aws,
            namespaces,
            tasks,
            gate);
    closers.add(StatusServer.open(config.statusSocket(), threads, status, new TaskService(tasks)));
    config
        .metrics()
        .flatMap(at ->
            MetricsServer.open(
                at, config.stateDir(), status.metrics(served::get, directories, ledger)))
        .ifPresent(closers::add);
    ready.accept(tasks);
    awaitDocker(began);
    LOG.info(
        "agent state=ready server={} docker={} gate={} hold={} run-dir={} epoch={}{}",
        config.server().server(),
        config.docker(),
        gate.map(open -> open.state().socket()).orElse("off"),
        namespaces.kind().name().toLowerCase(Locale.ROOT),
        config.runDir(),
        epoch,
        config.dryRun() ? " dry-run=on message=\"decides and reports, touches nothing\"" : "");
  }

  private static Injector injector(
      AgentConfig config, ContainerRuntime runtime, TaskDirectories directories, Runnable pulled) {
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    return new Injector(
        runtime,
        directories,
        new ImagePulls(runtime, executor, Clock.systemUTC(), pulled),
        config.iptables(),
        executor);
  }

  /// Without Docker the agent goes on, and says so: it may only be late.
  private static void awaitDocker(CountDownLatch began) {
    try {
      if (!began.await(DOCKER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("docker state=late remedy=\"start Docker, or set DOCKER_HOST\"");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

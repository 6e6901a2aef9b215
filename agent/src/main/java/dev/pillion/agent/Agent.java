package dev.pillion.agent;

import dev.pillion.agent.cloudmap.Aws;
import dev.pillion.agent.cloudmap.CachedDefinitions;
import dev.pillion.agent.cloudmap.CloudMapPoller;
import dev.pillion.agent.docker.DockerEngine;
import dev.pillion.agent.envoy.AdminProbe;
import dev.pillion.agent.netns.KernelNamespaces;
import dev.pillion.agent.reconcile.Host;
import dev.pillion.agent.reconcile.Tasks;
import dev.pillion.agent.relay.ForwardingRelays;
import dev.pillion.agent.report.Epoch;
import dev.pillion.agent.report.Greeting;
import dev.pillion.agent.report.GrpcServerLink;
import dev.pillion.agent.report.HostIdentity;
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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent of one host, put together.
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration DOCKER_PATIENCE = Duration.ofSeconds(5);

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
      build(config, closers);
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

  private static void build(AgentConfig config, Closers closers) {
    Clock clock = Clock.systemUTC();
    closers.add(RunLock.take(config.runDir()));
    var threads = closers.add(new IoThreads());
    var namespaces = closers.add(KernelNamespaces.open(config.iptables(), Optional.empty()));
    var docker = closers.add(DockerEngine.at(config.docker()));
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
    var relays = closers.add(new ForwardingRelays(config.server(), namespaces::inode));
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
            config.undecidedHold(),
            clock);
    var tasks = closers.add(new Tasks(host));
    changed.set(tasks::lookAgain);
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
            clock.instant(), identity.reporter(), epoch, server, events, aws, namespaces, tasks);
    closers.add(StatusServer.open(config.statusSocket(), threads, status));
    awaitDocker(began);
    LOG.info(
        "agent state=ready server={} docker={} hold={} run-dir={} epoch={}",
        config.server().server(),
        config.docker(),
        namespaces.kind().name().toLowerCase(Locale.ROOT),
        config.runDir(),
        epoch);
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

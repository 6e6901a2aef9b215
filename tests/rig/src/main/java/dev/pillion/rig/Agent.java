package dev.pillion.rig;

import dev.pillion.agent.v1.AgentStatus;
import dev.pillion.agent.v1.AgentStatusRequest;
import dev.pillion.agent.v1.AgentStatusServiceGrpc;
import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.localecs.RunningTask;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `pillion agent`. It keeps its run and state directories over restarts.
public final class Agent implements AutoCloseable {
  private final Program program;
  private final Path runDir;
  private final Path stateDir;
  private final Server server;
  private final Map<String, String> settings;
  private final EventLoopGroup loop = loop();

  /// @param runDir short: socket paths may have 107 characters only
  Agent(Path folder, Path runDir, Server server, Map<String, String> settings) {
    this.program = new Program("agent", folder);
    this.runDir = runDir;
    this.stateDir = folder.resolve("agent");
    this.server = server;
    this.settings = Map.copyOf(settings);
  }

  // MultiThreadIoEventLoopGroup takes its place in later Netty; the shaded one has only this.
  @SuppressWarnings("deprecation")
  private static EventLoopGroup loop() {
    return new EpollEventLoopGroup(1);
  }

  /// Starts it and waits until it watches Docker.
  public void start() {
    start(Map.of());
  }

  /// The same with more settings, such as `PILLION_IPTABLES`; an empty value takes one away.
  public void start(Map<String, String> more) {
    start(more, List.of());
  }

  /// The same in gate mode, at a socket that outlives it.
  public void startAt(KeptSocket gate) {
    start(Map.of("PILLION_GATE", "on"), gate.handing());
  }

  private void start(Map<String, String> more, List<String> becoming) {
    var environment = new HashMap<>(settings);
    environment.put("PILLION_RUN_DIR", runDir.toString());
    environment.put("PILLION_STATE_DIR", stateDir.toString());
    environment.putAll(more);
    environment.values().removeIf(String::isEmpty);
    program.start(
        becoming,
        List.of("agent", "--server", server.xds()),
        environment,
        () -> answer().isPresent());
  }

  private Optional<AgentStatus> answer() {
    if (!Files.exists(runDir.resolve("agent.sock"))) {
      return Optional.empty();
    }
    try {
      AgentStatus status = status();
      return status.getDocker().getUp() ? Optional.of(status) : Optional.empty();
    } catch (StatusRuntimeException _) {
      return Optional.empty();
    }
  }

  /// SIGTERM, and waits for the end.
  public void stop() {
    program.stop();
  }

  /// SIGKILL, and waits for the end.
  public void kill9() {
    program.kill9();
  }

  /// Whether its process runs.
  public boolean isRunning() {
    return program.isRunning();
  }

  /// Its process.
  public long pid() {
    return program.pid();
  }

  /// Where its sockets are.
  public Path runDir() {
    return runDir;
  }

  /// What `pillion status` shows.
  public AgentStatus status() {
    var channel =
        NettyChannelBuilder.forAddress(
                new DomainSocketAddress(runDir.resolve("agent.sock").toFile()))
            .channelType(EpollDomainSocketChannel.class)
            .eventLoopGroup(loop)
            .usePlaintext()
            .build();
    return Question.ask(
        channel,
        deadline ->
            AgentStatusServiceGrpc.newBlockingStub(channel)
                .withDeadline(deadline)
                .get(AgentStatusRequest.getDefaultInstance()));
  }

  /// What it shows of one task; empty while it does not know it, or does not answer.
  public Optional<TaskStatus> status(RunningTask task) {
    return answer().stream()
        .flatMap(status -> status.getTasksList().stream())
        .filter(each -> each.getId().equals(task.id()))
        .findFirst();
  }

  /// Everything it has written, over all its runs.
  public String written() {
    return program.written();
  }

  @Override
  public void close() {
    program.stop();
    var _ = loop.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
  }
}

package dev.pillion.rig;

import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.agent.v1.ServerStatusRequest;
import dev.pillion.agent.v1.ServerStatusServiceGrpc;
import dev.pillion.ports.FreePorts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// `pillion server --dev`. It keeps its data and its ports over restarts.
public final class Server implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready: api http://(\\S+) xds (\\S+)");

  private final Program program;
  private final Path data;
  private final List<String> options;
  private final Map<String, String> environment;
  private String api = "127.0.0.1:" + FreePorts.next();
  private String xds = "127.0.0.1:" + FreePorts.next();

  Server(Path folder) {
    this(folder, List.of(), Map.of());
  }

  private Server(Path folder, List<String> options, Map<String, String> environment) {
    this.program = new Program("server", folder);
    this.data = folder.resolve("data");
    this.options = List.copyOf(options);
    this.environment = Map.copyOf(environment);
  }

  /// One with nothing else around it, which is yet to be started.
  ///
  /// @param folder for its data and its logs
  /// @param options of its command line, besides addresses and data
  public static Server in(Path folder, List<String> options, Map<String, String> environment) {
    return new Server(folder, options, environment);
  }

  /// Starts it and waits until it serves.
  public void start() {
    var line = new ArrayList<String>();
    line.addAll(List.of("server", "--dev", "--data", data.toString(), "--api", api, "--xds", xds));
    line.addAll(options);
    program.start(line, environment, () -> READY.matcher(program.output()).find());
    MatchResult ready =
        READY
            .matcher(program.output())
            .results()
            .findFirst()
            .orElseThrow(() -> new RigException("the server ended: " + program.written()));
    api = ready.group(1);
    xds = ready.group(2);
  }

  /// SIGTERM, and waits for the end.
  public void stop() {
    program.stop();
  }

  /// SIGKILL, and waits for the end.
  public void kill9() {
    program.kill9();
  }

  /// SIGSTOP: it answers nobody until [#resume], and its connections stay open.
  public void pause() {
    program.signal("STOP");
  }

  /// SIGCONT: it goes on where it was paused.
  public void resume() {
    program.signal("CONT");
  }

  /// Whether its process runs.
  public boolean isRunning() {
    return program.isRunning();
  }

  /// Its process.
  public long pid() {
    return program.pid();
  }

  /// Where the App Mesh API is.
  public URI api() {
    return URI.create("http://" + api);
  }

  /// Where agents and proxies are served: host and port.
  public String xds() {
    return xds;
  }

  /// What `pillion status --server` shows.
  public ServerStatus status() {
    int colon = xds.lastIndexOf(':');
    int port = Integer.parseInt(xds.substring(colon + 1));
    var channel =
        NettyChannelBuilder.forAddress(xds.substring(0, colon), port).usePlaintext().build();
    return Question.ask(
        channel,
        deadline ->
            ServerStatusServiceGrpc.newBlockingStub(channel)
                .withDeadline(deadline)
                .get(ServerStatusRequest.getDefaultInstance()));
  }

  /// Everything it has written, over all its runs.
  public String written() {
    return program.written();
  }

  @Override
  public void close() {
    program.stop();
  }
}

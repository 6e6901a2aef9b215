package dev.pillion.cli;

import dev.pillion.agent.v1.AgentStatusRequest;
import dev.pillion.agent.v1.AgentStatusServiceGrpc;
import dev.pillion.agent.v1.ServerStatusRequest;
import dev.pillion.agent.v1.ServerStatusServiceGrpc;
import dev.pillion.mesh.model.MeshException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pillion status`: what this host's agent, or a server, has to say.
@Command(
    name = "status",
    description =
        "Shows what this host's agent knows of its tasks; with --server, what a server knows of"
            + " meshes, proxies and agents.",
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class)
final class StatusCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--server",
      arity = "0..1",
      fallbackValue = "127.0.0.1:9391",
      paramLabel = "HOST:PORT",
      converter = Address.Converter.class,
      description = "Ask the server at its xds address (${FALLBACK-VALUE} when none is given).")
  private @Nullable Address server;

  @Mixin private DialOptions dial = new DialOptions();

  @Option(
      names = "--proxy",
      defaultValue = "",
      paramLabel = "NODE-ID",
      description =
          "With --server: only this proxy, or all of mesh/MESH/virtualNode/NAME, and each resource"
              + " that it was sent, with its version and what it was made from.")
  private String proxy = "";

  @Mixin private AgentSocket agent = new AgentSocket();

  @Option(names = "--json", description = "Print it as JSON, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    if (server == null && !proxy.isEmpty()) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "--proxy " + proxy,
          "a server knows what proxies were sent, an agent does not",
          "give --server too");
    }
    print(server == null ? ofAgent() : ofServer(server));
    return 0;
  }

  private String ofServer(Address address) {
    try (var asked = Asked.server(address, dial)) {
      var status =
          asked.answer(channel ->
              ServerStatusServiceGrpc.newBlockingStub(channel)
                  .get(ServerStatusRequest.newBuilder().setProxy(proxy).build()));
      return json ? Json.print(status) : ServerStatusText.of(status, Instant.now());
    }
  }

  private String ofAgent() {
    var status =
        agent.ask(channel ->
            AgentStatusServiceGrpc.newBlockingStub(channel)
                .get(AgentStatusRequest.getDefaultInstance()));
    return json ? Json.print(status) : AgentStatusText.of(status, Instant.now());
  }

  private void print(String text) {
    var out = spec == null ? null : spec.commandLine().getOut();
    if (out != null) {
      out.print(text);
      out.flush();
    }
  }
}

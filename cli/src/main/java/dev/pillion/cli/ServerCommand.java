package dev.pillion.cli;

import dev.pillion.cli.systemd.ServiceManager;
import dev.pillion.xds.ServerSettings;
import dev.pillion.xds.XdsServer;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pillion server`: the App Mesh API and the xDS server, until it is told to stop.
@Command(
    name = "server",
    description =
        "Serves the App Mesh API and xDS. Says one line on standard output when it is ready.",
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class)
final class ServerCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--dev",
      description = "Development mode: loopback only, and nobody is asked for credentials.")
  private boolean dev;

  @Option(
      names = "--api",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:PILLION_API_ADDRESS:-127.0.0.1:9390}",
      converter = Address.Converter.class,
      description =
          "Where the App Mesh API listens (PILLION_API_ADDRESS; default: ${DEFAULT-VALUE}); port 0:"
              + " any free.")
  private Address api = new Address("127.0.0.1", 9390);

  @Option(
      names = "--xds",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:PILLION_XDS_ADDRESS:-127.0.0.1:9391}",
      converter = Address.Converter.class,
      description =
          "Where proxies and agents are served (PILLION_XDS_ADDRESS; default: ${DEFAULT-VALUE}); port"
              + " 0: any free.")
  private Address xds = new Address("127.0.0.1", 9391);

  @Mixin private KeyOptions keys = new KeyOptions();

  @Mixin private GuardOptions guard = new GuardOptions();

  @Override
  public Integer call() throws InterruptedException {
    var plan = new ServerPlan(dev, api, xds, keys, guard);
    var settings = ServerSettings.from(System.getenv());
    var config = plan.config(settings);
    Logs.quiet();
    plan.warnings(settings).forEach(warning -> tell("pillion server: " + warning));
    var server = XdsServer.start(config, Clock.systemUTC());
    var manager = ServiceManager.of(System.getenv());
    Stop.closes("server", manager, server);
    String addresses =
        "api %s://%s xds %s%s"
            .formatted(
                config.security().tls().isPresent() ? "https" : "http",
                shown(server.apiAddress()),
                shown(server.xdsAddress()),
                operators(server.operatorsAddress(), server.apiAddress()));
    var out = spec == null ? null : spec.commandLine().getOut();
    if (out != null) {
      out.println("pillion server ready: " + addresses);
      out.flush();
    }
    manager.ready(addresses);
    server.awaitEnd();
    return 0;
  }

  private void tell(String line) {
    var err = spec == null ? null : spec.commandLine().getErr();
    if (err != null) {
      err.println(line);
      err.flush();
    }
  }

  /// Where health and metrics are, if not with the API.
  private static String operators(InetSocketAddress address, InetSocketAddress api) {
    return address.equals(api)
        ? ""
        : " operators http://%s:%d".formatted(address.getHostString(), address.getPort());
  }

  private static Address shown(InetSocketAddress bound) {
    return new Address(bound.getAddress().getHostAddress(), bound.getPort());
  }
}

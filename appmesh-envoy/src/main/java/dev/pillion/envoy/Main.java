package dev.pillion.envoy;

import dev.pillion.envoy.bootstrap.CommandLine;
import dev.pillion.envoy.bootstrap.Document;
import dev.pillion.envoy.settings.Configuration;
import dev.pillion.envoy.settings.Exit;
import dev.pillion.envoy.settings.ImageException;
import dev.pillion.envoy.settings.ImageSettings;
import dev.pillion.envoy.settings.LogFile;
import dev.pillion.envoy.supervise.Log;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `agent`, the program that the drop-in image starts.
public final class Main {
  private static final String DOCUMENT = "bootstrap.json";
  private static final String HELP =
      """
      agent: starts Envoy as App Mesh's image did, from the same environment variables.

        agent                    start Envoy, and keep it running until SIGTERM
        agent --print            print Envoy's command line and bootstrap document, start nothing
        agent -envoyReadiness    wait until Envoy is healthy
        agent -logLevel LEVEL    in the place of ENVOY_LOG_LEVEL
        agent -envoyConfigPath FILE   in the place of ENVOY_CONFIG_FILE
        agent --version
        agent --help

      Environment: APPMESH_RESOURCE_ARN and APPMESH_XDS_ENDPOINT, a certificate (PILLION_XDS_CERT,
      PILLION_XDS_KEY) or a token (PILLION_XDS_TOKEN), and all of App Mesh's other variables:
      docs/drop-in-image.md.

      Exit codes: 0 told to stop (or healthy), 1 Envoy ended too often (or not healthy in time),
      2 bad value, file or argument.
      """;

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  Main(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = Map.copyOf(environment);
    this.out = out;
    this.err = err;
  }

  /// Entry point.
  public static void main(String[] args) {
    System.exit(new Main(System.getenv(), System.out, System.err).run(List.of(args)).code());
  }

  Exit run(List<String> args) {
    try {
      var arguments = Arguments.read(args, environment);
      switch (arguments.what()) {
        case RUN -> supervise(arguments.environment());
        case READINESS ->
            new Readiness(ImageSettings.read(arguments.environment()).agent()).await();
        case PRINT -> print(arguments.environment());
        case HELP -> out.print(HELP);
        case VERSION -> out.println("agent " + version());
      }
      return Exit.DONE;
    } catch (ImageException failed) {
      err.println(failed.getMessage());
      return failed.exit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.FAILED;
    }
  }

  private void supervise(Map<String, String> variables) throws InterruptedException {
    var settings = ImageSettings.read(variables);
    var log = new Log(settings.logFile().map(Main::opened).orElse(err), Clock.systemUTC());
    settings.warnings().forEach(log::warn);
    var home = Home.in(variables);
    home.open();
    var document = new Preparation(settings, variables, home).document();
    document.ifPresent(made -> put(made, home, log));
    var place = Preparation.adminPlace(settings, home);
    try (var program = Program.open(settings, place, path(settings, home), log)) {
      var hook = Thread.ofPlatform().name("stop").unstarted(() -> stop(program));
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        program.run();
      } catch (ImageException failed) {
        leave(hook);
        throw failed;
      }
    }
  }

  private static void leave(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // It runs: the signal came before the failure.
    }
  }

  /// At SIGTERM and SIGINT. The process then ends as one that did what it was told to, not as one
  /// that a signal ended.
  private static void stop(Program program) {
    try {
      program.stop();
      Runtime.getRuntime().halt(Exit.DONE.code());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static PrintStream opened(LogFile file) {
    try {
      return new PrintStream(new FileOutputStream(file.path(), true), true, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ImageException(
          Exit.INVALID,
          "APPNET_ENVOY_LOG_DESTINATION",
          "%s cannot be written (%s)".formatted(file.path(), e.getMessage()),
          "name a directory that the container's user may write to");
    }
  }

  private static void put(Document document, Home home, Log log) {
    document.warnings().forEach(log::warn);
    document.beside().forEach(home::write);
    home.write(home.file(DOCUMENT), document.text());
  }

  private static String path(ImageSettings settings, Home home) {
    return switch (settings.configuration()) {
      case Configuration.Whole(String file) -> file;
      case Configuration.Made _ -> home.file(DOCUMENT);
    };
  }

  private void print(Map<String, String> variables) {
    var settings = ImageSettings.read(variables);
    settings.warnings().forEach(err::println);
    var home = Home.in(variables);
    Optional<Document> document = new Preparation(settings, variables, home).document();
    document.ifPresent(made -> made.warnings().forEach(err::println));
    var command = CommandLine.of(settings.supervision(), path(settings, home));
    out.println("# " + String.join(" ", command));
    document.ifPresent(made -> out.print(made.text()));
  }

  private static String version() {
    var version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packed)" : version;
  }
}

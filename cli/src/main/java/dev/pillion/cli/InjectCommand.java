package dev.pillion.cli;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pillion inject`: a task definition with labels as one that needs no agent.
@Command(
    name = "inject",
    description = {
      "Turns a task definition with pillion.* labels into one that needs no agent: Envoy is a"
          + " container of it, and proxyConfiguration or a route-manager leads connections there."
          + " 'pillion migrate' turns it back.",
      "",
      "Nothing is registered, and nothing is asked of AWS or of a server."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class)
final class InjectCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private DefinitionOptions definition = new DefinitionOptions();

  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The server's xds address, or unix:///path.")
  private String endpoint = "";

  @Option(
      names = "--envoy-image",
      paramLabel = "IMAGE",
      description = "The drop-in image (default: pillion/appmesh-envoy of this version).")
  private @Nullable String envoyImage;

  @Option(
      names = "--route-manager",
      description =
          "Have a container with NET_ADMIN set the redirect rules, not the ECS agent by"
              + " proxyConfiguration.")
  private boolean routeManager;

  @Option(
      names = "--route-manager-image",
      paramLabel = "IMAGE",
      description = "Its image (default: pillion/route-manager of this version).")
  private @Nullable String routeManagerImage;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "A variable of Envoy's, see docs/drop-in-image.md; may be repeated.")
  private Map<String, String> environment = new TreeMap<>();

  @Option(
      names = "--secret",
      paramLabel = "NAME=ARN",
      description =
          "A variable of Envoy's that ECS reads from there, such as PILLION_XDS_TOKEN; may be"
              + " repeated.")
  private Map<String, String> secrets = new TreeMap<>();

  @Override
  public Integer call() {
    if (spec != null) {
      var out = spec.commandLine().getOut();
      var err = spec.commandLine().getErr();
      new DefinitionWork(definition, out, err).inject(this);
    }
    return 0;
  }

  String endpoint() {
    return endpoint;
  }

  Optional<String> envoyImage() {
    return Optional.ofNullable(envoyImage);
  }

  boolean routeManager() {
    return routeManager;
  }

  Optional<String> routeManagerImage() {
    return Optional.ofNullable(routeManagerImage);
  }

  Map<String, String> environment() {
    return environment;
  }

  Map<String, String> secrets() {
    return secrets;
  }
}

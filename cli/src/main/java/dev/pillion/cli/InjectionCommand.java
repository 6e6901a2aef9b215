package dev.pillion.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pillion injection`: the switch that keeps further tasks out of meshes.
@Command(
    name = "injection",
    description = {
      "Switches injection off and on again: for whole meshes, or in them for one ECS cluster or one"
          + " host.",
      "",
      "While it is off, tasks that start go on without the mesh; those that are in it stay. The"
          + " switch is a tag of the mesh, so that any client of App Mesh's API can turn it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class,
    footer = {
      "",
      "Exit status: 0 done, 1 refused or no such mesh, 2 wrong use, 3 no server answers."
    })
final class InjectionCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  @Command(
      name = "off",
      description = "Keeps further tasks out.",
      mixinStandardHelpOptions = true,
      versionProvider = Pillion.Version.class)
  int off(@Mixin InjectionOptions where, @Mixin ApiOptions api) {
    work(api).turn(where, true);
    return 0;
  }

  @Command(
      name = "on",
      description =
          "Takes tasks in again. Those that were kept out and still run join at once, as they run.",
      mixinStandardHelpOptions = true,
      versionProvider = Pillion.Version.class)
  int on(@Mixin InjectionOptions where, @Mixin ApiOptions api) {
    work(api).turn(where, false);
    return 0;
  }

  @Command(
      name = "status",
      description = "Shows for whom it is off.",
      mixinStandardHelpOptions = true,
      versionProvider = Pillion.Version.class)
  int status(
      @Mixin ApiOptions api,
      @Option(names = "--json", description = "Print it as JSON, for programs.") boolean json) {
    work(api).status(json);
    return 0;
  }

  private InjectionWork work(ApiOptions api) {
    if (spec == null) {
      throw new IllegalStateException("picocli fills it in");
    }
    return new InjectionWork(api, spec.commandLine().getOut());
  }
}

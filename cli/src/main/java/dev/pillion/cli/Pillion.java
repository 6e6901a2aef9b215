package dev.pillion.cli;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.PillionVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The pillion command. Its subcommands load their own libraries only when they run, so that each
/// program carries no more than it needs.
@Command(
    name = "pillion",
    description = "A service mesh for Amazon ECS on EC2, with App Mesh's API.",
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class,
    subcommands = {
      ServerCommand.class,
      AgentCommand.class,
      StatusCommand.class,
      JoinCommand.class,
      LeaveCommand.class,
      DoctorCommand.class,
      InjectionCommand.class,
      ApplyCommand.class,
      ExportCommand.class,
      MigrateCommand.class,
      InjectCommand.class,
      StoreCommand.class,
      KeysCommand.class
    },
    footer = {
      "",
      "Exit status: 0 done, 1 failed, 2 wrong use or configuration, 3 nobody answers there.",
      "Each command has its own --help."
    })
public final class Pillion implements Runnable {
  private Pillion() {}

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /// Entry point.
  public static void main(String[] args) {
    System.exit(command().execute(args));
  }

  /// The whole command line, as it is run and as its manual pages are made of it.
  public static CommandLine command() {
    return new CommandLine(new Pillion())
        .setExecutionExceptionHandler((failure, command, _) -> {
          command.getErr().println(told(failure));
          return exitStatus(failure);
        });
  }

  private static String told(Exception failure) {
    return switch (failure) {
      case MeshException known -> String.valueOf(known.getMessage());
      default ->
          "pillion: a defect of Pillion's own: %s; please report it with this output"
              .formatted(failure);
    };
  }

  private static int exitStatus(Exception failure) {
    if (!(failure instanceof MeshException known)) {
      return 1;
    }
    return switch (known.code()) {
      case INVALID -> 2;
      case UNAVAILABLE -> 3;
      case FORBIDDEN, NOT_FOUND, CONFLICT, IN_USE, LIMIT, TOO_MANY_TAGS, INTERNAL -> 1;
    };
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"pillion " + PillionVersion.current()};
    }
  }
}

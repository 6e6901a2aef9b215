package dev.pillion.cli;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `pillion keys`: the access keys of a server, in its data directory, while it runs or not.
@Command(
    name = "keys",
    description = "Makes, lists and revokes the access keys with which clients sign requests.",
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class,
    footer = {
      "",
      "Run it on the server's machine, as the user who runs the server. A running server takes",
      "every change at once."
    })
final class KeysCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  @Command(
      name = "create",
      description = "Makes an access key and shows its secret, this once.",
      mixinStandardHelpOptions = true,
      versionProvider = Pillion.Version.class)
  int create(
      @Mixin KeyOptions options,
      @Option(
              names = "--role",
              defaultValue = "admin",
              paramLabel = "ROLE",
              description =
                  "admin, editor or reader (default: ${DEFAULT-VALUE}). Everyone reads everything;"
                      + " an editor writes in its meshes.")
          String role,
      @Option(
              names = "--mesh",
              paramLabel = "MESH",
              description =
                  "A mesh that an editor is bound to, and may create and delete; can be repeated."
                      + " Without it: every mesh that there is.")
          @Nullable List<String> meshes,
      @Option(
              names = "--note",
              defaultValue = "",
              paramLabel = "TEXT",
              description = "What the key is for; 'list' shows it.")
          String note,
      @Option(names = "--if-none", description = "Make it only if there is no key at all.")
          boolean ifNone,
      @Option(names = "--json", description = "Print it as JSON, for programs.") boolean json) {
    Set<String> bound = meshes == null ? Set.of() : new LinkedHashSet<>(meshes);
    var wanted = new KeysWork.Wanted(role, bound, note);
    return ifNone ? work(options).createFirst(wanted, json) : work(options).create(wanted, json);
  }

  @Command(
      name = "list",
      description = "Shows the access keys, without their secrets.",
      mixinStandardHelpOptions = true,
      versionProvider = Pillion.Version.class)
  int list(
      @Mixin KeyOptions options,
      @Option(names = "--json", description = "Print them as JSON, for programs.") boolean json) {
    return work(options).list(json);
  }

  @Command(
      name = "revoke",
      description = "Takes an access key away: the next request signed with it is refused.",
      mixinStandardHelpOptions = true,
      versionProvider = Pillion.Version.class)
  int revoke(
      @Mixin KeyOptions options,
      @Parameters(paramLabel = "ACCESS-KEY-ID", description = "The key's id.") String id) {
    return work(options).revoke(id);
  }

  @Command(
      name = "rewrap",
      description = {
        "Seals every secret anew: with a new key in the same key file; with the KMS key, if one is"
            + " given; or with the key of another file.",
        "No access key changes. It can be stopped at any moment and run again."
      },
      mixinStandardHelpOptions = true,
      versionProvider = Pillion.Version.class)
  int rewrap(
      @Mixin KeyOptions options,
      @Option(
              names = "--to-key-file",
              paramLabel = "FILE",
              description = "Another key file; made if it is not there.")
          @Nullable Path other) {
    return work(options).rewrap(Optional.ofNullable(other));
  }

  private KeysWork work(KeyOptions options) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the command's specification");
    }
    var command = spec.commandLine();
    return new KeysWork(options, command.getOut(), command.getErr());
  }
}

package dev.pillion.routes.apply;

import dev.pillion.routes.spec.Family;

/// Real commands, of which some fail as they do on a kernel that lacks something.
final class Refusing {
  private Refusing() {}

  /// Without table `nat` in a family.
  static Commands nat(Commands real, Family family) {
    return (command, input) ->
        command.getFirst().startsWith(family.prefix() + "tables-") && input.contains("*nat")
            ? new Commands.Result(3, "", "\nno table nat\n")
            : real.run(command, input);
  }

  /// Without any rules in a family.
  static Commands all(Commands real, Family family) {
    return (command, input) ->
        command.getFirst().startsWith(family.prefix() + "tables-")
                && command.getFirst().endsWith("restore")
            ? new Commands.Result(4, "", "# a comment\nno tables at all\n")
            : real.run(command, input);
  }
}

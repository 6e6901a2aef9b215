package dev.pillion.routes.apply;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Starts the programs without letting them touch a rule, and keeps in memory what they would have
/// set: a namespace that began without rules.
final class Rehearsal implements Commands {
  private final Commands programs;
  private final Map<String, String> held = new HashMap<>();

  Rehearsal(Commands programs) {
    this.programs = programs;
  }

  @Override
  public Result run(List<String> command, String input) throws IOException {
    var program = command.getFirst();
    var version = programs.run(List.of(program, "--version"), input);
    if (version.exit() != 0) {
      return version;
    } else if (program.endsWith("-save")) {
      var saved = held.getOrDefault(program.replaceFirst("-save$", ""), "");
      return new Result(0, saved, "");
    } else if (program.endsWith("-restore")) {
      // As it is saved afterwards; in a namespace without rules, in front is at the end, too.
      var text = input.replace("\n-I ", "\n-A ");
      held.merge(program.replaceFirst("-restore$", ""), text, String::concat);
      return new Result(0, "", "");
    } else {
      return version;
    }
  }
}

package dev.pillion.cli.pages;

import dev.pillion.mesh.settings.Setting;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The manual page of a command in section 1, as man(7) has it.
///
/// @param edition the foot of each page: the program's version
/// @param date as `2026-01-01`
record ManualPage(String edition, String date) {
  /// The page's name, such as `pillion-store-backup`.
  static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /// @param settings what the command reads from the environment
  String of(CommandSpec command, List<? extends Setting> settings) {
    var page = new StringBuilder();
    page.append(
        ".TH \"%s\" 1 \"%s\" \"%s\" \"Pillion\"\n"
            .formatted(name(command).toUpperCase(Locale.ROOT), date, escaped(edition)));
    // No hyphenation and no spread-out lines: options and addresses stay whole.
    page.append(".nh\n.ad l\n");
    List<String> description = List.of(command.usageMessage().description());
    section(page, "NAME");
    page.append(
        "%s \\- %s\n"
            .formatted(
                escaped(name(command)), escaped(description.isEmpty() ? "" : description.get(0))));
    section(page, "SYNOPSIS");
    page.append(".nf\n").append(escaped(synopsis(command))).append(".fi\n");
    section(page, "DESCRIPTION");
    paragraphs(page, description);
    if (!command.positionalParameters().isEmpty()) {
      section(page, "ARGUMENTS");
      command.positionalParameters().forEach(argument -> argument(page, argument));
    }
    section(page, "OPTIONS");
    command.options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> option(page, option));
    commands(page, command);
    environment(page, settings);
    if (command.parent() == null) {
      section(page, "EXIT STATUS");
      paragraphs(page, List.of(command.usageMessage().footer()));
    }
    seeAlso(page, command);
    return page.toString();
  }

  private static void commands(StringBuilder page, CommandSpec command) {
    if (command.subcommands().isEmpty()) {
      return;
    }
    section(page, "COMMANDS");
    command
        .subcommands()
        .values()
        .forEach(sub -> {
          CommandSpec spec = sub.getCommandSpec();
          String[] description = spec.usageMessage().description();
          term(page, bold(name(spec)) + "(1)", description.length == 0 ? "" : description[0]);
        });
  }

  private static void environment(StringBuilder page, List<? extends Setting> settings) {
    if (settings.isEmpty()) {
      return;
    }
    section(page, "ENVIRONMENT");
    for (Setting setting : settings) {
      String usual =
          setting
              .defaultText()
              .map(text -> text.isEmpty() ? "" : " Default: " + text + ".")
              .orElse(" Must be given.");
      term(
          page,
          bold(setting.key()) + "=\\fI" + escaped(setting.type()) + "\\fR",
          Words.plain(setting.purpose()) + usual);
    }
  }

  private static void seeAlso(StringBuilder page, CommandSpec command) {
    section(page, "SEE ALSO");
    String pages =
        command.parent() == null
            ? command.subcommands().values().stream()
                .map(sub -> bold(name(sub.getCommandSpec())) + "(1)")
                .collect(Collectors.joining(", "))
            : bold(name(command.parent())) + "(1)";
    page.append(pages).append('\n');
  }

  private static String synopsis(CommandSpec command) {
    String text = new Help(command, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0);
    return text.endsWith("\n") ? text : text + "\n";
  }

  private static void option(StringBuilder page, OptionSpec option) {
    String names =
        List.of(option.names()).stream().map(ManualPage::bold).collect(Collectors.joining(", "));
    String label = option.arity().max() == 0 ? "" : "=\\fI" + escaped(option.paramLabel()) + "\\fR";
    term(page, names + label, described(option));
  }

  private static void argument(StringBuilder page, PositionalParamSpec argument) {
    term(page, "\\fI" + escaped(argument.paramLabel()) + "\\fR", described(argument));
  }

  private static String described(ArgSpec argument) {
    String usual = argument.defaultValueString();
    return String.join(" ", argument.description())
        .replace("${DEFAULT-VALUE}", usual == null ? "" : usual)
        .replace("%%", "%");
  }

  private static void section(StringBuilder page, String title) {
    page.append(".SH ").append(title).append('\n');
  }

  private static void term(StringBuilder page, String term, String text) {
    page.append(".TP\n").append(term).append('\n').append(escaped(text)).append('\n');
  }

  /// An empty line parts paragraphs.
  private static void paragraphs(StringBuilder page, List<String> lines) {
    for (String line : lines) {
      page.append(line.isBlank() ? ".PP" : escaped(line)).append('\n');
    }
  }

  private static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  /// As roff prints it: no line is taken for a request, and a minus stays one that can be copied.
  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replaceAll("(?m)^([.'])", "\\\\&$1");
  }
}

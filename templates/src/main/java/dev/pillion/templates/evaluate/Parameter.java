package dev.pillion.templates.evaluate;

import dev.pillion.templates.text.Problems;
import dev.pillion.templates.text.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A template's parameter: what may be given for it, and what it is if nothing is.
///
/// @param declared its members in the template: `Type`, `Default` and what bounds it
record Parameter(String name, Value.Members declared) {
  String type() {
    return declared.text("Type").orElse("String");
  }

  /// Whether its value in CloudFormation is a name, and AWS knows what the name stands for.
  boolean isLookedUp() {
    return type().startsWith("AWS::SSM::Parameter::Value");
  }

  private boolean isList() {
    return type().equals("CommaDelimitedList") || type().contains("List<");
  }

  /// The default, where there is one that means something without AWS.
  Optional<String> fallback() {
    return isLookedUp() ? Optional.empty() : declared.text("Default");
  }

  /// What it comes to.
  ///
  /// @param text given by the user, or the default
  Value value(String text) {
    if (!isList()) {
      return new Value.Text(text);
    }
    return new Value.Items(
        List.of(text.split(",", -1)).stream()
            .<Value>map(item -> new Value.Text(item.strip()))
            .toList());
  }

  /// Holds what was given against what the template allows.
  void check(String file, String text, Problems problems) {
    String subject = "%s: parameter %s is '%s'".formatted(file, name, text);
    if (declared.member("AllowedValues").orElse(null) instanceof Value.Items(var items)) {
      List<String> allowed =
          items.stream()
              .flatMap(item ->
                  item instanceof Value.Scalar scalar
                      ? Optional.of(scalar.text()).stream()
                      : Optional.<String>empty().stream())
              .toList();
      if (!allowed.contains(text)) {
        problems.add(subject, "it is not allowed", "give one of " + String.join(", ", allowed));
      }
    }
    declared
        .text("AllowedPattern")
        .filter(pattern -> !matches(pattern, text))
        .ifPresent(
            pattern -> problems.add(subject, "it does not match " + pattern, "give one that does"));
    bound("MinLength", BigDecimal.valueOf(text.length()), 1, subject, problems);
    bound("MaxLength", BigDecimal.valueOf(text.length()), -1, subject, problems);
    if (type().equals("Number")) {
      try {
        var number = new BigDecimal(text.strip());
        bound("MinValue", number, 1, subject, problems);
        bound("MaxValue", number, -1, subject, problems);
      } catch (NumberFormatException _) {
        problems.add(subject, "it is no number", "give a number");
      }
    }
  }

  private void bound(String member, BigDecimal is, int wrong, String subject, Problems problems) {
    declared
        .text(member)
        .filter(bound -> new BigDecimal(bound).compareTo(is) == wrong)
        .ifPresent(bound -> problems.add(subject, member + " is " + bound, "give one within that"));
  }

  /// A pattern that Java cannot read is not held against the user.
  private static boolean matches(String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(text).matches();
    } catch (PatternSyntaxException _) {
      return true;
    }
  }
}

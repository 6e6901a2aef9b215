package dev.pillion.templates.report;

import dev.pillion.templates.plan.Plan;
import dev.pillion.templates.plan.Step;
import dev.pillion.templates.text.Lines;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// A plan as a person reads it.
public final class PlanText {
  private PlanText() {}

  /// The plan, and what was left out of it.
  ///
  /// @param ignored how many resources of each type that is none of App Mesh's
  public static String of(Plan plan, SortedMap<String, Integer> ignored) {
    var text = new StringBuilder();
    text.append(
        "plan: %d to create, %d to change, %d to remove, %d as they are\n"
            .formatted(
                plan.count(Step.Create.class),
                plan.count(Step.Update.class),
                plan.count(Step.Remove.class),
                plan.count(Step.Keep.class)));
    plan.changes().forEach(step -> step(step, text));
    int others = ignored.values().stream().mapToInt(Integer::intValue).sum();
    if (others > 0) {
      String types =
          ignored.entrySet().stream()
              .map(type -> type.getKey() + " " + type.getValue())
              .collect(Collectors.joining(", "));
      text.append(
          Lines.wrapped("", "  ", "left out: %d of other services (%s)".formatted(others, types)));
    }
    return text.toString();
  }

  private static void step(Step step, StringBuilder text) {
    text.append(Lines.wrapped("  %-6s  ".formatted(word(step)), " ".repeat(10), "" + step.key()));
    List<String> changes = step instanceof Step.Update update ? update.changes() : List.of();
    changes.forEach(change -> text.append(Lines.wrapped(" ".repeat(12), " ".repeat(14), change)));
  }

  /// What the step does: `create`, `change`, `remove` or `keep`.
  public static String word(Step step) {
    return switch (step) {
      case Step.Create _ -> "create";
      case Step.Update _ -> "change";
      case Step.Remove _ -> "remove";
      case Step.Keep _ -> "keep";
    };
  }
}

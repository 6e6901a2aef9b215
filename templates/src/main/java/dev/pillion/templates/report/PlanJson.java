package dev.pillion.templates.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.templates.export.ApiDocument;
import dev.pillion.templates.plan.Outcome;
import dev.pillion.templates.plan.Plan;
import dev.pillion.templates.plan.Step;
import java.util.Optional;
import java.util.SortedMap;

/// A plan and what came of it, for programs. docs/apply.md tells of each member.
public final class PlanJson {
  private PlanJson() {}

  /// The document.
  ///
  /// @param outcome empty where the plan was not to be applied
  public static String of(
      Plan plan, SortedMap<String, Integer> ignored, Optional<Outcome> outcome) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("applied", outcome.map(Outcome::done).orElse(0));
    outcome
        .flatMap(Outcome::failure)
        .map(MeshException::getMessage)
        .ifPresent(failure -> document.put("failure", failure));
    var resources = document.putArray("resources");
    int change = 0;
    for (Step step : plan.steps()) {
      ObjectNode item = resources.addObject();
      item.put("action", PlanText.word(step));
      item.put("kind", step.key().kind().word());
      item.put("mesh", step.key().mesh());
      step.key().id().parent().ifPresent(parent -> item.put("parent", parent.name()));
      item.put("name", step.key().name());
      if (step instanceof Step.Update update) {
        var changes = item.putArray("changes");
        update.changes().forEach(changes::add);
      }
      if (step instanceof Step.Keep) {
        item.put("state", "done");
      } else {
        item.put("state", state(change, outcome));
        change++;
      }
    }
    ObjectNode others = document.putObject("leftOut");
    ignored.forEach(others::put);
    return ApiDocument.pretty(document);
  }

  private static String state(int change, Optional<Outcome> outcome) {
    if (outcome.isEmpty()) {
      return "planned";
    }
    int done = outcome.get().done();
    if (change < done) {
      return "done";
    }
    return change == done ? "failed" : "not-done";
  }
}

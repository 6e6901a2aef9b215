package dev.pillion.cli;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.templates.Application;
import dev.pillion.templates.Desired;
import dev.pillion.templates.client.AppMesh;
import dev.pillion.templates.evaluate.Given;
import dev.pillion.templates.plan.Outcome;
import dev.pillion.templates.plan.Ownership;
import dev.pillion.templates.plan.Plan;
import dev.pillion.templates.plan.Step;
import dev.pillion.templates.report.PlanJson;
import dev.pillion.templates.report.PlanText;
import dev.pillion.templates.text.Lines;
import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What `pillion apply` does.
final class ApplyWork {
  private final GivenOptions given;
  private final StackOptions stack;
  private final ApiOptions api;
  private final PrintWriter out;
  private final PrintWriter err;

  ApplyWork(
      GivenOptions given, StackOptions stack, ApiOptions api, PrintWriter out, PrintWriter err) {
    this.given = given;
    this.stack = stack;
    this.api = api;
    this.out = out;
    this.err = err;
  }

  void apply(List<String> files, boolean dryRun, boolean json) {
    if (stack.prune() && stack.stack().isEmpty()) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "--prune",
          "it removes what carries a stack's tag, and no stack is named",
          "give --stack too");
    }
    var texts = InputFiles.read(files);
    var parameters = InputFiles.parameters(given.parametersFile());
    parameters.putAll(given.parameters());
    try (AppMesh server = ApiAccess.open(api)) {
      Desired.Read read = Desired.read(texts, given(parameters, server), given.mesh());
      var application = new Application(server, new ProgressLine(err));
      Plan plan =
          application.plan(
              read.wanted(), new Ownership(stack.stack(), stack.prune(), stack.takeOver()));
      if (!json) {
        out.print(PlanText.of(plan, read.ignored()));
        out.flush();
      }
      Optional<Outcome> outcome = Optional.empty();
      if (!dryRun) {
        confirm(plan);
        outcome = Optional.of(application.apply(plan));
      }
      if (json) {
        out.print(PlanJson.of(plan, read.ignored(), outcome));
        out.flush();
      }
      outcome.ifPresent(done -> told(plan, done, json));
    }
  }

  private Given given(java.util.Map<String, String> parameters, AppMesh server) {
    Optional<String[]> arn = server.anyArn().map(text -> text.split(":", 6));
    return new Given(
        new TreeMap<>(parameters),
        new TreeMap<>(given.values()),
        new TreeMap<>(given.imports()),
        stack.stack(),
        ApiAccess.region(api).or(() -> arn.map(parts -> parts[3])),
        given.account().or(() -> arn.map(parts -> parts[4])));
  }

  private void confirm(Plan plan) {
    long removals = plan.count(Step.Remove.class);
    // Without a terminal there is no console on some versions of Java, and one on others.
    Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (removals == 0 || stack.yes() || terminal.isEmpty()) {
      return;
    }
    String answer = terminal.get().readLine("remove %d resources? [y/N] ", removals);
    if (answer == null || !answer.strip().matches("(?i)y(es)?")) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "pillion apply",
          "nothing was changed",
          "answer y, give --yes, or leave --prune out");
    }
  }

  private void told(Plan plan, Outcome outcome, boolean json) {
    List<Step> changes = plan.changes();
    if (outcome.failure().isEmpty()) {
      if (!json) {
        out.print(
            changes.isEmpty()
                ? "nothing to change\n"
                : "applied %d of %d\n".formatted(outcome.done(), changes.size()));
        out.flush();
      }
      return;
    }
    MeshException failure = outcome.failure().get();
    Step failed = changes.get(outcome.done());
    throw new MeshException(
        failure.code(),
        Lines.wrapped(
                "",
                "  ",
                "could not %s %s: %s"
                    .formatted(PlanText.word(failed), failed.key(), failure.getMessage()))
            + Lines.wrapped(
                "",
                "  ",
                "applied %d of %d, and none after it; put that right and apply again: it goes on where it stopped"
                    .formatted(outcome.done(), changes.size())));
  }
}

package dev.pillion.agent.reconcile;

import dev.pillion.inject.plan.InjectionPlan;
import dev.pillion.inject.plan.Reason;
import java.util.List;
import java.util.stream.Collectors;

/// What an agent says that only decides.
final class DryRun {
  private static final String REMEDY = "start the agent without --dry-run";

  private DryRun() {}

  static Standing would(InjectionPlan plan) {
    return switch (plan) {
      case InjectionPlan.Undecided(var waitingFor, var start) ->
          new Standing.Undecided(waitingFor, start);
      case InjectionPlan.Skip(var reason, var message) ->
          new Standing.Skipped(new Note(reason, message, ""));
      case InjectionPlan.Refuse(var reason, var message, var remedy) ->
          new Standing.Refused(new Note(reason, message, remedy));
      case InjectionPlan.Wait wait -> said("would be held: " + wait.message());
      case InjectionPlan.Inject inject ->
          said(
              "would be meshed as %s %s/%s, %s, Envoy %s"
                  .formatted(
                      inject.proxy().kind().spoken(),
                      inject.proxy().mesh(),
                      inject.proxy().name(),
                      ports(inject.interception().ports()),
                      inject.envoy().image()));
    };
  }

  private static String ports(List<Integer> ports) {
    return ports.isEmpty()
        ? "no app ports"
        : ports.stream().map(String::valueOf).collect(Collectors.joining(", ", "app ports ", ""));
  }

  private static Standing said(String message) {
    return new Standing.Skipped(new Note(Reason.DRY_RUN, message, REMEDY));
  }
}

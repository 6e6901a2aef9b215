package dev.pillion.templates;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.templates.client.AppMesh;
import dev.pillion.templates.client.Progress;
import dev.pillion.templates.client.Reader;
import dev.pillion.templates.plan.Outcome;
import dev.pillion.templates.plan.Ownership;
import dev.pillion.templates.plan.Plan;
import dev.pillion.templates.plan.Planner;
import dev.pillion.templates.plan.Step;
import dev.pillion.templates.resource.Present;
import dev.pillion.templates.resource.ResourceKey;
import dev.pillion.templates.resource.Wanted;
import dev.pillion.templates.text.Problems;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Makes a server have what files want.
public final class Application {
  private final AppMesh server;
  private final Progress progress;

  /// On that server.
  public Application(AppMesh server, Progress progress) {
    this.server = server;
    this.progress = progress;
  }

  /// What is to be done. Only reads.
  ///
  /// @throws MeshException with everything that stands against it
  public Plan plan(Collection<Wanted> wanted, Ownership ownership) {
    var reader = new Reader(server, progress);
    var asked = new TreeSet<ResourceKey>(Planner.asked(wanted));
    if (ownership.prune()) {
      asked.addAll(reader.keys(reader.meshes()));
    }
    List<Present> present = reader.describe(asked);
    var problems = new Problems();
    Plan plan = Planner.plan(wanted, present, ownership, problems);
    problems.check("The files cannot be applied to this server");
    return plan;
  }

  /// Does it, step by step, up to the first that fails.
  public Outcome apply(Plan plan) {
    List<Step> changes = plan.changes();
    int done = 0;
    for (Step step : changes) {
      progress.at("applying", done, changes.size());
      try {
        apply(step);
      } catch (MeshException e) {
        return new Outcome(done, Optional.of(e));
      }
      done++;
    }
    return new Outcome(done, Optional.empty());
  }

  private void apply(Step step) {
    switch (step) {
      case Step.Create(var wanted) -> server.create(wanted);
      case Step.Update update -> {
        if (update.spec()) {
          server.update(update.wanted());
        }
        if (!update.tags().isEmpty()) {
          server.tag(update.present(), update.tags());
        }
      }
      case Step.Remove(var present) -> server.delete(present.key());
      case Step.Keep _ -> {}
    }
  }
}

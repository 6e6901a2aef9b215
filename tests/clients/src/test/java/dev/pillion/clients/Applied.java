package dev.pillion.clients;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.templates.Application;
import dev.pillion.templates.Desired;
import dev.pillion.templates.Meshes;
import dev.pillion.templates.client.AppMesh;
import dev.pillion.templates.client.Endpoint;
import dev.pillion.templates.client.Progress;
import dev.pillion.templates.evaluate.Given;
import dev.pillion.templates.plan.Outcome;
import dev.pillion.templates.plan.Ownership;
import dev.pillion.templates.plan.Plan;
import dev.pillion.templates.resource.Present;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What `pillion apply` and `pillion export` do, on a server of the test's.
final class Applied implements AutoCloseable {
  private final AppMesh server;

  Applied(URI endpoint) {
    this.server =
        AppMesh.at(new Endpoint(endpoint, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  Plan plan(Map<String, String> parameters, Ownership ownership, String... files) {
    var texts = new LinkedHashMap<String, String>();
    for (int i = 0; i < files.length; i++) {
      texts.put("file-" + i + (files[i].startsWith("{") ? ".json" : ".yaml"), files[i]);
    }
    var given =
        new Given(
            new TreeMap<>(parameters),
            new TreeMap<>(),
            new TreeMap<>(),
            ownership.stack(),
            Optional.of("us-east-1"),
            Optional.of(Stage.ACCOUNT));
    var wanted = Desired.read(texts, given, Optional.empty()).wanted();
    return new Application(server, Progress.NONE).plan(wanted, ownership);
  }

  /// Applies them, and says what was to be done.
  Plan apply(Map<String, String> parameters, Ownership ownership, String... files) {
    Plan plan = plan(parameters, ownership, files);
    Outcome outcome = carryOut(plan);
    outcome
        .failure()
        .ifPresent(failure -> {
          throw new MeshException(failure.code(), "step " + outcome.done() + ": " + failure);
        });
    return plan;
  }

  Outcome carryOut(Plan plan) {
    return new Application(server, Progress.NONE).apply(plan);
  }

  List<Present> export(String mesh) {
    return new Meshes(server, Progress.NONE).read(List.of(mesh));
  }

  @Override
  public void close() {
    server.close();
  }
}

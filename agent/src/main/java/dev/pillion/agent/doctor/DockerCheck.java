package dev.pillion.agent.doctor;

import dev.pillion.agent.docker.DockerEngine;
import dev.pillion.agent.docker.EngineFacts;
import dev.pillion.mesh.model.MeshException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Docker, and what of its settings matters to running tasks.
record DockerCheck(URI address) implements Check {
  @Override
  public List<Finding> look() {
    try (var engine = DockerEngine.at(address)) {
      EngineFacts facts = engine.facts();
      var findings = new ArrayList<Finding>();
      findings.add(
          Finding.fit(
              "docker",
              "%s, API %s, %s".formatted(facts.version(), facts.api(), facts.storageDriver())));
      findings.add(
          facts.liveRestore()
              ? Finding.fit("docker live-restore", "on: tasks outlive a restart of dockerd")
              : Finding.poor(
                  "docker live-restore",
                  "off: a restart of dockerd ends every task of this host",
                  "set \"live-restore\": true in /etc/docker/daemon.json"));
      return findings;
    } catch (MeshException e) {
      return List.of(Finding.unfit("docker", e));
    }
  }
}

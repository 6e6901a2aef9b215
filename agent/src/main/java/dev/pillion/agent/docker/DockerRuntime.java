package dev.pillion.agent.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import dev.pillion.inject.apply.ContainerDetail;
import dev.pillion.inject.apply.ContainerRuntime;
import dev.pillion.inject.apply.ContainerSpec;
import dev.pillion.inject.apply.ContainerSummary;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Containers through Docker's API.
final class DockerRuntime implements ContainerRuntime {
  private final DockerClient client;
  private final String endpoint;

  DockerRuntime(DockerClient client, String endpoint) {
    this.client = client;
    this.endpoint = endpoint;
  }

  @Override
  public Created create(ContainerSpec spec) {
    try {
      return new Created.Container(reached(() -> command(spec).exec().getId()));
    } catch (NotFoundException e) {
      String problem = DockerViews.words(e);
      return problem.contains("No such image")
          ? new Created.NoImage(problem)
          : new Created.Refused(problem);
    } catch (ConflictException e) {
      return new Created.NameTaken(DockerViews.words(e));
    } catch (DockerException e) {
      return new Created.Refused(DockerViews.words(e));
    }
  }

  private CreateContainerCmd command(ContainerSpec spec) {
    var command =
        client
            .createContainerCmd(spec.image())
            .withName(spec.name())
            .withCmd(spec.command())
            .withEnv(
                spec.environment().entrySet().stream()
                    .map(e -> e.getKey() + "=" + e.getValue())
                    .toList())
            .withLabels(spec.labels())
            .withHostConfig(host(spec));
    spec.user().ifPresent(command::withUser);
    return command;
  }

  private static HostConfig host(ContainerSpec spec) {
    var host =
        HostConfig.newHostConfig()
            .withNetworkMode("container:" + spec.networkOf())
            .withRestartPolicy(RestartPolicy.noRestart())
            .withCapDrop(Capability.ALL)
            .withCapAdd(
                spec.capabilities().stream().map(Capability::valueOf).toArray(Capability[]::new))
            .withReadonlyRootfs(spec.readOnlyRoot())
            .withSecurityOpts(List.of("no-new-privileges"))
            .withBinds(spec.binds().stream().map(DockerRuntime::bind).toList());
    spec.memoryBytes().ifPresent(host::withMemory);
    return host;
  }

  private static Bind bind(ContainerSpec.Bind bind) {
    return new Bind(
        bind.host(), new Volume(bind.container()), bind.readOnly() ? AccessMode.ro : AccessMode.rw);
  }

  @Override
  public Started start(String id) {
    try {
      reached(() -> client.startContainerCmd(id).exec());
      return new Started.Running();
    } catch (NotModifiedException e) {
      return new Started.Running();
    } catch (DockerException e) {
      return new Started.Refused(DockerViews.words(e));
    }
  }

  @Override
  public void stop(String id, Duration grace) {
    try {
      reached(
          () -> client.stopContainerCmd(id).withTimeout(Math.toIntExact(grace.toSeconds())).exec());
    } catch (NotModifiedException | NotFoundException e) {
      return;
    }
  }

  @Override
  public void remove(String id) {
    try {
      reached(() -> client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec());
    } catch (NotFoundException e) {
      return;
    } catch (ConflictException e) {
      // Somebody else removes it at this moment.
      return;
    }
  }

  @Override
  public Optional<ContainerDetail> inspect(String id) {
    try {
      return Optional.of(DockerViews.detail(reached(() -> client.inspectContainerCmd(id).exec())));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<ContainerSummary> list(String label) {
    return reached(() ->
            client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec())
        .stream()
        .map(DockerViews::summary)
        .toList();
  }

  @Override
  public Pulled pull(String image) {
    var refusal = new AtomicReference<String>();
    try (var answer = new AnswerStream<PullResponseItem>(item -> noteRefusal(item, refusal))) {
      client.pullImageCmd(image).exec(answer);
      return answer
          .awaitEnd()
          .or(() -> Optional.ofNullable(refusal.get()))
          .<Pulled>map(Pulled.Failed::new)
          .orElseGet(Pulled.Present::new);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Pulled.Failed("the agent stopped");
    }
  }

  /// Docker says success first and tells of a failure in the stream.
  private static void noteRefusal(PullResponseItem item, AtomicReference<String> refusal) {
    if (item.isErrorIndicated()) {
      var detail = item.getErrorDetail();
      String words = detail == null ? null : detail.getMessage();
      refusal.set(words == null ? "the engine gave no reason" : words);
    }
  }

  @Override
  public String tail(String id, int lines) {
    // The latch that awaitEnd waits for orders this with what the stream's thread wrote.
    var text = new StringBuilder();
    try (var answer =
        new AnswerStream<Frame>(
            frame -> text.append(new String(frame.getPayload(), StandardCharsets.UTF_8)))) {
      client.logContainerCmd(id).withStdOut(true).withStdErr(true).withTail(lines).exec(answer);
      return answer.awaitEnd().isEmpty() ? text.toString().strip() : "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /// Tells an engine that is away from one that answers.
  private <T> T reached(Supplier<T> call) {
    try {
      return call.get();
    } catch (DockerException | DockerClientException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new RuntimeUnavailable(endpoint, e.getCause() == null ? e : e.getCause());
    }
  }
}

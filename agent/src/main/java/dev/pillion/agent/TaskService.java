package dev.pillion.agent;

import dev.pillion.agent.reconcile.TaskReport;
import dev.pillion.agent.reconcile.Tasks;
import dev.pillion.agent.v1.AgentTaskServiceGrpc;
import dev.pillion.agent.v1.JoinRequest;
import dev.pillion.agent.v1.LeaveRequest;
import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.mesh.model.MeshException;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Has tasks join and leave. It waits for nothing: whoever asks is answered by the task's thread.
final class TaskService extends AgentTaskServiceGrpc.AgentTaskServiceImplBase {
  private final Tasks tasks;

  TaskService(Tasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public void join(JoinRequest request, StreamObserver<TaskStatus> observer) {
    answer(tasks.join(request.getTask(), request.getLabelsMap()), observer);
  }

  @Override
  public void leave(LeaveRequest request, StreamObserver<TaskStatus> observer) {
    var drain = Duration.ofSeconds(request.getDrain().getSeconds(), request.getDrain().getNanos());
    answer(tasks.leave(request.getTask(), drain), observer);
  }

  private static void answer(
      CompletableFuture<TaskReport> report, StreamObserver<TaskStatus> observer) {
    var _ =
        report.whenComplete((given, failure) -> {
          if (failure == null) {
            observer.onNext(StatusMessages.task(given));
            observer.onCompleted();
          } else {
            observer.onError(status(failure).asRuntimeException());
          }
        });
  }

  private static Status status(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!(cause instanceof MeshException known)) {
      return Status.ABORTED.withDescription(cause.toString());
    }
    Status status =
        switch (known.code()) {
          case INVALID -> Status.INVALID_ARGUMENT;
          case NOT_FOUND -> Status.NOT_FOUND;
          case CONFLICT -> Status.FAILED_PRECONDITION;
          case FORBIDDEN, IN_USE, LIMIT, TOO_MANY_TAGS, UNAVAILABLE, INTERNAL -> Status.ABORTED;
        };
    return status.withDescription(known.getMessage());
  }
}

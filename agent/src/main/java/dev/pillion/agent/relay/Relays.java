package dev.pillion.agent.relay;

import dev.pillion.mesh.model.ProxyGroup;
import java.nio.file.Path;

/// The xDS sockets of this host's tasks: one each, which is the task's identity.
public interface Relays extends AutoCloseable {
  /// The proxy that a socket is for.
  ///
  /// @param directory the task's own, made if it is not there; `xds.sock` comes to be in it
  /// @param uid the proxy's user, who gets directory and socket
  /// @param netns inode of the task's network namespace, the only one that is answered
  record TaskProxy(
      String taskId, String taskArn, ProxyGroup group, Path directory, int uid, long netns) {
    /// `mesh/<mesh>/virtualNode/<name>/<task id>`.
    public String nodeId() {
      return group + "/" + taskId;
    }
  }

  /// Serves the proxy's socket; what connects there is forwarded to the server as this task. Again
  /// for the same proxy is as once; for another of the same task, the earlier one is closed.
  ///
  /// @throws dev.pillion.mesh.model.MeshException when the socket cannot be made
  void open(TaskProxy proxy);

  /// Stops serving the task and closes its streams.
  void close(String taskId);

  /// Stops serving all, and leaves the directories.
  @Override
  void close();
}

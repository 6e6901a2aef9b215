package dev.pillion.agent.report;

import dev.pillion.agent.state.StateFile;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import java.io.IOException;
import java.nio.file.Path;

/// Counts the starts of this host's agent, so that the server can tell an agent that started again
/// from one that is late. A counter on disk and never a clock, which may go back.
public final class Epoch {
  private Epoch() {}

  /// One more than at the last start; on the disk when this returns.
  ///
  /// @throws MeshException when the counter cannot be read or written
  public static long next(Path stateDirectory) {
    var file = new StateFile(stateDirectory, "epoch");
    try {
      long next = Long.parseLong(file.read().orElse("0").strip()) + 1;
      file.write(next + "\n");
      return next;
    } catch (NumberFormatException e) {
      throw new MeshException(
          Code.INTERNAL,
          "epoch " + file.path(),
          "is no number",
          "write a number into it that is larger than this agent's epoch in pillion status --server");
    } catch (IOException e) {
      throw new MeshException(
          Code.UNAVAILABLE,
          "epoch " + file.path(),
          "cannot be read or written: " + e,
          "let the agent write there, or set PILLION_STATE_DIR");
    }
  }
}

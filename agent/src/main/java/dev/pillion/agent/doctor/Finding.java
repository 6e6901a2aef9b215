package dev.pillion.agent.doctor;

import dev.pillion.mesh.model.MeshException;

/// What one look at the host gave.
///
/// @param check what was looked at, in a word or two
/// @param found what is so
/// @param remedy what to do about it; empty where nothing needs to be done
public record Finding(String check, Level level, String found, String remedy) {
  // MeshException's form: subject: problem; remedy.
  private static final String REMEDY = "; ";

  /// How bad it is.
  public enum Level {
    /// Nothing needs to be done.
    FIT,
    /// The agent works, with less than it could do.
    POOR,
    /// The agent does not work, or tasks of the mesh do not.
    UNFIT
  }

  static Finding fit(String check, String found) {
    return new Finding(check, Level.FIT, found, "");
  }

  static Finding poor(String check, String found, String remedy) {
    return new Finding(check, Level.POOR, found, remedy);
  }

  static Finding unfit(String check, String found, String remedy) {
    return new Finding(check, Level.UNFIT, found, remedy);
  }

  static Finding unfit(String check, MeshException why) {
    return new Finding(check, Level.UNFIT, problem(why), remedy(why));
  }

  /// Its message without the remedy.
  static String problem(MeshException why) {
    String message = why.getMessage() + "";
    int end = message.lastIndexOf(REMEDY);
    return end < 0 ? message : message.substring(0, end);
  }

  private static String remedy(MeshException why) {
    String message = why.getMessage() + "";
    int end = message.lastIndexOf(REMEDY);
    return end < 0 ? "" : message.substring(end + REMEDY.length());
  }
}

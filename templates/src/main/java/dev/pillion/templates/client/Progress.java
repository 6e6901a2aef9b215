package dev.pillion.templates.client;

/// Is told how far something is that may take long.
@FunctionalInterface
public interface Progress {
  /// Tells nobody.
  Progress NONE = (_, _, _) -> {};

  /// So many of so many are done.
  ///
  /// @param what is being done: `reading`
  /// @param of 0 where it is not known
  void at(String what, int done, int of);
}

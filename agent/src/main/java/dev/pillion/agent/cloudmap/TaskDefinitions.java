package dev.pillion.agent.cloudmap;

import dev.pillion.inject.task.DefinitionView;

/// What is known of task definitions, without waiting for it.
public interface TaskDefinitions {
  /// What is known of the definition now. The first question begins a look-up.
  DefinitionView view(String family, String revision);

  /// Calls the listener when a look-up ends. It must not block.
  void onChange(Runnable listener);
}

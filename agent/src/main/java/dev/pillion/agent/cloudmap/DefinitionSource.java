package dev.pillion.agent.cloudmap;

import dev.pillion.inject.task.DefinitionView;

/// Where task definitions are read. Calls block.
public interface DefinitionSource {
  /// The definition of that family and revision.
  Answer<DefinitionView.Known> describe(String family, String revision) throws InterruptedException;
}

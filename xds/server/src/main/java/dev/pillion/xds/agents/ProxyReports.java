package dev.pillion.xds.agents;

import dev.pillion.agent.v1.ProxyReport;

/// Where it goes what agents say of the Envoys that they serve.
@FunctionalInterface
public interface ProxyReports {
  /// An agent has connected.
  Connection open();

  /// What one connection of an agent says. Its calls do not overlap but for the last, after which
  /// nothing that it says counts.
  interface Connection extends AutoCloseable {
    void take(ProxyReport report);

    @Override
    void close();
  }
}

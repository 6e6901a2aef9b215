package dev.pillion.agent.doctor;

import java.util.List;

/// One look at the host. It changes nothing that outlasts it.
@FunctionalInterface
interface Check {
  /// What is there to say, one after the other.
  List<Finding> look();
}

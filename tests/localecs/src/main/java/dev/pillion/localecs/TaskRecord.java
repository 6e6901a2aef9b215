package dev.pillion.localecs;

import java.util.Map;
import java.util.TreeMap;

/// What is remembered of a task from one command to the next, as a file in the hub.
///
/// @param serviceName empty for a task of no ECS service
/// @param registryId the Cloud Map service's id; empty for a task that is in none
/// @param containers the app containers' ids by name
/// @param stopSeconds from SIGTERM to SIGKILL, by container name
record TaskRecord(
    String id,
    String arn,
    String family,
    int revision,
    int index,
    String serviceName,
    String registryId,
    String pauseId,
    Map<String, String> containers,
    Map<String, Integer> stopSeconds) {
  TaskRecord {
    containers = new TreeMap<>(containers);
    stopSeconds = new TreeMap<>(stopSeconds);
  }

  String ipv4() {
    return Addresses.ipv4(index);
  }

  String ipv6() {
    return Addresses.ipv6(index);
  }
}

package dev.pillion.localecs;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/// Names and labels as the ECS agent gives them.
final class Names {
  static final String TASK_ARN = "com.amazonaws.ecs.task-arn";
  static final String CONTAINER_NAME = "com.amazonaws.ecs.container-name";
  static final String FAMILY = "com.amazonaws.ecs.task-definition-family";
  static final String REVISION = "com.amazonaws.ecs.task-definition-version";
  static final String CLUSTER = "com.amazonaws.ecs.cluster";
  static final String PAUSE = "~internal~ecs~pause";
  static final String LOCAL_ECS = "dev.pillion.localecs";

  private static final SecureRandom RANDOM = new SecureRandom();

  private Names() {}

  static String taskId() {
    return hex(16);
  }

  static String taskArn(Settings settings, String taskId) {
    return "arn:aws:ecs:%s:%s:task/%s/%s"
        .formatted(settings.region(), settings.account(), settings.cluster(), taskId);
  }

  /// `ecs-<family>-<revision>-<name>-<20 hex digits>`; of the name only letters, digits and `-` are
  /// left.
  static String docker(String family, int revision, String container) {
    String plain = container.replaceAll("[^A-Za-z0-9-]", "");
    return "ecs-%s-%d-%s-%s".formatted(family, revision, plain, hex(10));
  }

  /// The five labels that every container of a task carries.
  static Map<String, String> labels(
      Settings settings, String arn, String family, int revision, String container) {
    return Map.of(
        TASK_ARN,
        arn,
        CONTAINER_NAME,
        container,
        FAMILY,
        family,
        REVISION,
        Integer.toString(revision),
        CLUSTER,
        settings.cluster());
  }

  /// The last part of the path of a container's metadata address.
  static String metadataId(String taskId) {
    return taskId + "-" + Integer.toUnsignedString(RANDOM.nextInt());
  }

  private static String hex(int bytes) {
    var random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}

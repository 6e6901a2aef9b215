package dev.pillion.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where access keys are, and what opens their secrets: the same for a server and for those who
/// make its keys.
final class KeyOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:PILLION_DATA_DIR:-/var/lib/pillion/server}",
      description =
          "What the server must remember (PILLION_DATA_DIR; default: ${DEFAULT-VALUE}). Made if it"
              + " is not there.")
  private Path data = Path.of("/var/lib/pillion/server");

  @Option(
      names = "--store",
      paramLabel = "STORE",
      defaultValue = "${env:PILLION_STORE:-sqlite}",
      description =
          "Where meshes and access keys are kept: sqlite, in the data directory, or dynamodb:TABLE,"
              + " for several servers (PILLION_STORE; default: ${DEFAULT-VALUE}). 'pillion store init'"
              + " makes the table.")
  private String store = "sqlite";

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      defaultValue = "${env:PILLION_KEY_FILE}",
      description =
          "The key that seals the secrets of access keys (PILLION_KEY_FILE). 'pillion keys create'"
              + " makes it with the very first access key.")
  private @Nullable Path keyFile;

  @Option(
      names = "--kms-key-id",
      paramLabel = "KEY",
      defaultValue = "${env:PILLION_KMS_KEY_ID}",
      description =
          "A key of AWS KMS that seals them instead (PILLION_KMS_KEY_ID): id, ARN or alias. With"
              + " both, the file still opens what it sealed.")
  private @Nullable String kmsKey;

  Path data() {
    return data;
  }

  /// As [StoreChoices] reads it.
  String store() {
    return store;
  }

  Optional<Path> keyFile() {
    return Optional.ofNullable(keyFile).filter(file -> !file.toString().isEmpty());
  }

  Optional<String> kmsKey() {
    return Optional.ofNullable(kmsKey).filter(key -> !key.isEmpty());
  }
}

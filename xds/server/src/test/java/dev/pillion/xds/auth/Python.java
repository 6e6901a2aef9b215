package dev.pillion.xds.auth;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The Python environment with the AWS CLI, boto3 and moto.
final class Python {
  private Python() {}

  static Path program(String name) {
    String given = System.getenv("PILLION_PYTHON_HOME");
    for (Path at = Path.of("").toAbsolutePath(); given == null && at != null; at = at.getParent()) {
      Path home = at.resolve(".cache/python");
      given = Files.exists(home) ? home.toString() : null;
    }
    if (given == null || !Files.isExecutable(Path.of(given, "bin", name))) {
      throw new IllegalStateException(
          name + ": not found in .cache/python; run scripts/setup python");
    }
    return Path.of(given, "bin", name);
  }

  /// A client's process with what a user sets for Pillion: endpoint, region and access key.
  static ProcessBuilder client(URI endpoint, String keyId, String secret, String... command) {
    var process = new ProcessBuilder(command);
    Map<String, String> environment = process.environment();
    environment.keySet().removeIf(key -> key.startsWith("AWS_"));
    environment.put("AWS_ENDPOINT_URL_APP_MESH", endpoint.toString());
    environment.put("AWS_ACCESS_KEY_ID", keyId);
    environment.put("AWS_SECRET_ACCESS_KEY", secret);
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_CONFIG_FILE", "/dev/null");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_MAX_ATTEMPTS", "1");
    environment.put("AWS_PAGER", "");
    environment.put("NO_PROXY", "127.0.0.1");
    environment.put("PYTHONIOENCODING", "utf-8");
    return process;
  }
}

package dev.pillion.clients;

import java.util.Map;

/// What a user sets so that a stock client asks Pillion: the endpoint, and any credentials.
final class ClientEnvironment {
  private ClientEnvironment() {}

  static ProcessBuilder process(Target target, String... command) {
    var process = new ProcessBuilder(command);
    Map<String, String> environment = process.environment();
    environment.keySet().removeIf(key -> key.startsWith("AWS_"));
    environment.put("AWS_ENDPOINT_URL_APP_MESH", target.endpoint().toString());
    environment.put("AWS_MAX_ATTEMPTS", Integer.toString(target.attempts()));
    environment.put("AWS_ACCESS_KEY_ID", "any");
    environment.put("AWS_SECRET_ACCESS_KEY", "any");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_CONFIG_FILE", target.config().toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_PAGER", "");
    environment.put("NO_PROXY", "127.0.0.1");
    environment.put("PYTHONUTF8", "1");
    return process;
  }
}

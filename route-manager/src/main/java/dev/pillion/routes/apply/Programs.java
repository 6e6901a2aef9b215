package dev.pillion.routes.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The programs on the path.
final class Programs implements Commands {
  @Override
  public Result run(List<String> command, String input) throws IOException {
    var process = new ProcessBuilder(command).start();
    try {
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        // It ended before it read all; its exit and its words say why.
      }
      // One after the other: iptables writes little to standard error, far from a full pipe.
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), out, err);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } finally {
      process.destroy();
    }
  }
}

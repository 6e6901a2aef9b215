package dev.pillion.agent.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/// An image made from the host's own shell and `sleep`, so that a test needs no registry.
public record ShellImage(String name) {
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  public static ShellImage make() throws IOException, InterruptedException {
    var image = new ShellImage("pillion-test-shell:" + UUID.randomUUID());
    var files = new ArrayList<String>();
    for (String program : List.of("/bin/sh", "/bin/sleep")) {
      files.add(program.substring(1));
      LIBRARY
          .matcher(output("ldd", program))
          .results()
          .forEach(match -> files.add(match.group(1).substring(1)));
    }
    Path tar = Files.createTempFile("pillion-test", ".tar");
    try {
      var pack = new ArrayList<>(List.of("tar", "-C", "/", "-chf", tar.toString()));
      pack.addAll(files.stream().distinct().toList());
      var _ = output(pack.toArray(String[]::new));
      var _ =
          output(
              "docker", "import", "-c", "ENTRYPOINT [\"/bin/sh\"]", tar.toString(), image.name());
    } finally {
      Files.delete(tar);
    }
    return image;
  }

  public void remove() throws IOException, InterruptedException {
    var _ = output("docker", "rmi", "-f", name);
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + text + "; run scripts/setup docker");
    }
    return text;
  }
}

package dev.pillion.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a run of the demo could leave on this host, one line a thing: containers, processes,
/// namespaces, links, rules, mounts and files.
record HostState(SortedSet<String> things) {
  private static final Path RUN = Path.of("/run");

  static HostState now() {
    try {
      return look();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HostState look() throws IOException {
    var things = new TreeSet<String>();
    for (Path engine : engines()) {
      String host = "unix://" + engine;
      add(things, "container", "docker", "-H", host, "ps", "-a", "--format", "{{.ID}} {{.Names}}");
      add(
          things,
          "network",
          "docker",
          "-H",
          host,
          "network",
          "ls",
          "--format",
          "{{.ID}} {{.Name}}");
    }
    add(things, "namespace", "ip", "netns", "list");
    add(things, "link", "sh", "-c", "ip -o link show | cut -d: -f2");
    for (String save :
        List.of("iptables-nft", "ip6tables-nft", "iptables-legacy", "ip6tables-legacy")) {
      add(things, save, "sh", "-c", save + "-save | sed '/^#/d; s/\\[[0-9:]*\\]//'");
    }
    add(things, "mount", "sh", "-c", "grep -o '[^ ]*pillion[^ ]*' /proc/self/mounts || true");
    things.addAll(processes());
    things.addAll(files());
    return new HostState(things);
  }

  /// What is there and was not before (`+`), and what was and is not (`-`).
  List<String> differencesTo(HostState now) {
    return Stream.concat(
            now.things.stream().filter(thing -> !things.contains(thing)).map(thing -> "+ " + thing),
            things.stream().filter(thing -> !now.things.contains(thing)).map(thing -> "- " + thing))
        .toList();
  }

  /// The sockets of the engines that our scripts have started.
  private static List<Path> engines() throws IOException {
    try (Stream<Path> files = Files.list(RUN)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("pillion-docker-"))
          .map(directory -> directory.resolve("docker.sock"))
          .filter(Files::exists)
          .toList();
    }
  }

  /// Every process that belongs to a session other than this test's, or names what is a session's.
  private static List<String> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> belongsToAnotherSession(process.pid()) || namesOurs(process.pid()))
        .map(process -> "process %d %s".formatted(process.pid(), words(process.pid(), "cmdline")))
        .toList();
  }

  private static boolean belongsToAnotherSession(long pid) {
    String environment = words(pid, "environ");
    String ours = Optional.ofNullable(System.getenv("DEV_PILLION_SESSION")).orElse("none");
    return environment.contains("DEV_PILLION_SESSION=")
        && !environment.contains("DEV_PILLION_SESSION=" + ours + " ");
  }

  private static boolean namesOurs(long pid) {
    String command = words(pid, "cmdline");
    return Stream.of("/run/pillion-", "scripts/lib/guard", "scripts/demo")
        .anyMatch(command::contains);
  }

  private static String words(long pid, String file) {
    try {
      var text =
          Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
      return text.replace('\0', ' ');
    } catch (IOException e) {
      // It has ended meanwhile.
      return "";
    }
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> run = Files.list(RUN);
        Stream<Path> locks = Files.list(Path.of("/run/lock"));
        Stream<Path> temporary = Files.list(Path.of("/tmp"))) {
      return Stream.of(run, locks, temporary)
          .flatMap(files -> files)
          .filter(
              file -> file.getFileName().toString().matches("(pillion|mmdebstrap)(?!.*\\.lock$).*"))
          .map(file -> "file " + file)
          .toList();
    }
  }

  private static void add(SortedSet<String> things, String kind, String... command)
      throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    output
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> things.add(kind + " " + line.strip()));
  }
}

package dev.pillion.clients.stacks;

import dev.pillion.mesh.settings.AgentSetting;
import dev.pillion.mesh.settings.ServerSetting;
import dev.pillion.mesh.settings.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A tarball laid out like the one that scripts/dist makes, without the runtime: the units, the
/// settings and the set-up are the real ones, the program says its version only.
///
/// @param file where it is
/// @param sha256 its sum
record HostPackage(Path file, String sha256) {
  static final Path INSTALLER = Path.of("../../scripts/install.sh");

  private static final Path DISTRIBUTION = Path.of("../../cli/distribution");

  static HostPackage in(Path work) throws IOException, InterruptedException {
    Path top = Files.createDirectories(work.resolve("pillion-1"));
    Path settings = Files.createDirectories(top.resolve("host/etc/pillion"));
    Path units = Files.createDirectories(top.resolve("host/usr/lib/systemd/system"));
    Path program = Files.createDirectories(top.resolve("bin")).resolve("pillion");
    Files.writeString(settings.resolve("server.env"), commented(ServerSetting.values()));
    Files.writeString(settings.resolve("agent.env"), commented(AgentSetting.values()));
    Files.writeString(top.resolve("VERSION"), "1\n");
    Files.writeString(program, "#!/bin/sh\necho 1\n");
    Files.copy(
        DISTRIBUTION.resolve("setup"), top.resolve("setup"), StandardCopyOption.REPLACE_EXISTING);
    try (Stream<Path> files = Files.list(DISTRIBUTION.resolve("systemd"))) {
      for (Path unit : files.toList()) {
        Files.copy(unit, units.resolve(unit.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (Path executable : List.of(program, top.resolve("setup"))) {
      if (!executable.toFile().setExecutable(true)) {
        throw new IOException(executable + " cannot be made executable");
      }
    }
    Path file = work.resolve("pillion-1.tar.gz");
    Process tar =
        new ProcessBuilder("tar", "-czf", file.toString(), "-C", work.toString(), "pillion-1")
            .inheritIO()
            .start();
    if (tar.waitFor() != 0) {
      throw new IOException("tar could not make " + file);
    }
    return new HostPackage(file, sha256(file));
  }

  static String sha256(Path file) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String commented(Setting[] settings) {
    return Stream.of(settings)
        .map(setting -> "#%s=%s%n".formatted(setting.key(), setting.defaultText().orElse("")))
        .collect(Collectors.joining());
  }
}

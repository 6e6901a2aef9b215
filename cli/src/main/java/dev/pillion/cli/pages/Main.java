package dev.pillion.cli.pages;

import dev.pillion.cli.Pillion;
import dev.pillion.mesh.model.PillionVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the texts into a folder; scripts/dist runs it.
public final class Main {
  private Main() {}

  /// Entry point.
  ///
  /// @param args the folder, and the date of the manual pages
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: Main FOLDER DATE, with a date such as 2026-01-01");
      System.exit(2);
    }
    var texts = DistributionTexts.of(Pillion.command(), PillionVersion.current(), args[1]);
    for (var text : texts.entrySet()) {
      Path file = Path.of(args[0]).resolve(text.getKey());
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text.getValue());
    }
  }
}

package dev.pillion.agent;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a process whose threads no longer run, after it has written down where each of them is.
///
/// @param folder where the dump goes
record Standstill(Path folder) implements Runnable {
  /// EX_SOFTWARE of sysexits.h.
  static final int EXIT_CODE = 70;

  private static final Logger LOG = LoggerFactory.getLogger(Standstill.class);

  @Override
  public void run() {
    LOG.error(
        "agent state=standstill threads={} remedy=\"start it again, as its systemd unit does: it"
            + " adopts what runs; then report this with the file of threads\"",
        dump());
    // Not exit: hooks wait for threads that no longer run.
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  private String dump() {
    Path file = folder.resolve("standstill-threads.txt");
    try {
      Files.deleteIfExists(file);
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return file.toString();
    } catch (IOException | RuntimeException e) {
      return "none (" + e + ")";
    }
  }
}

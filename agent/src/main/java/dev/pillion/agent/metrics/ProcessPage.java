package dev.pillion.agent.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/// The process and its JVM, under the names that the server has for its own. Asked of the kernel:
/// the JVM's management classes would take megabytes.
final class ProcessPage {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private ProcessPage() {}

  static void write(Page page) throws IOException {
    Runtime runtime = Runtime.getRuntime();
    ProcessHandle.Info process = ProcessHandle.current().info();
    page.counter("process_cpu_seconds_total", "Processor time used")
        .is(process.totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3);
    page.gauge("process_start_time_seconds", "When the process started, in seconds since 1970")
        .is(process.startInstant().map(Instant::toEpochMilli).orElse(0L) / 1e3);
    page.gauge("process_resident_memory_bytes", "Memory that the process takes of the machine")
        .is(resident());
    page.gauge("process_open_fds", "Open files and connections").is(descriptors());
    page.gauge("jvm_memory_heap_used_bytes", "Heap in use, what the collector may free included")
        .is(runtime.totalMemory() - runtime.freeMemory());
    page.gauge("jvm_memory_heap_max_bytes", "What the heap may grow to").is(runtime.maxMemory());
  }

  private static double resident() throws IOException {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum()
          * 1024.0;
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.count();
    }
  }
}

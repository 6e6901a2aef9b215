package dev.pillion.xds.metrics;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// The process and its JVM, under the names that Prometheus's own clients give them. Nothing of it
/// is asked for before the first scrape: management classes would slow the start.
final class ProcessMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");

  private final MeterRegistry registry;

  private ProcessMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  static void in(MeterRegistry registry) {
    var metrics = new ProcessMetrics(registry);
    metrics.process();
    metrics.machine();
  }

  private void process() {
    counter(
        "process.cpu.seconds",
        "Processor time used",
        () ->
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
                * 1e-9);
    gauge(
        "process.start.time.seconds",
        "When the process started, in seconds since 1970",
        () -> ManagementFactory.getRuntimeMXBean().getStartTime() * 1e-3);
    gauge(
        "process.resident.memory.bytes",
        "Memory that the process takes of the machine",
        ProcessMetrics::resident);
    gauge(
        "process.open.fds",
        "Open files and connections",
        () ->
            ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount());
  }

  private void machine() {
    gauge(
        "jvm.memory.heap.used.bytes",
        "Heap in use, what the collector may free included",
        () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    gauge(
        "jvm.memory.heap.max.bytes",
        "What the heap may grow to",
        () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax());
    gauge(
        "jvm.memory.nonheap.used.bytes",
        "Classes, compiled code and the JVM's own tables",
        () -> ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed());
    counter(
        "jvm.allocated.bytes",
        "Heap allocated since the start",
        () ->
            ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getTotalThreadAllocatedBytes());
    counter(
        "jvm.gc.collections",
        "Garbage collections",
        () -> collectors(GarbageCollectorMXBean::getCollectionCount));
    counter(
        "jvm.gc.seconds",
        "Time spent in garbage collections",
        () -> collectors(GarbageCollectorMXBean::getCollectionTime) * 1e-3);
    gauge(
        "jvm.threads",
        "Platform threads; virtual ones are not counted",
        () -> ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static double collectors(ToDoubleFunction<GarbageCollectorMXBean> value) {
    return ManagementFactory.getGarbageCollectorMXBeans().stream().mapToDouble(value).sum();
  }

  private static double resident() {
    try (var lines = Files.lines(STATUS)) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum()
          * 1024.0;
    } catch (IOException _) {
      return Double.NaN;
    }
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  private void counter(String name, String description, Supplier<Number> value) {
    FunctionCounter.builder(name, value, source -> source.get().doubleValue())
        .description(description)
        .register(registry);
  }
}

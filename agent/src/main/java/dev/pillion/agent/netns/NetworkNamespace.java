package dev.pillion.agent.netns;

import dev.pillion.agent.netns.Namespaces.NamespaceGone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// A network namespace kept open by a descriptor, so that it stays the same one whatever becomes of
/// the process it was found by.
public final class NetworkNamespace implements AutoCloseable {
  private final int fd;
  private final long inode;

  private NetworkNamespace(int fd, long inode) {
    this.fd = fd;
    this.inode = inode;
  }

  /// The one that the process lives in.
  static NetworkNamespace of(long pid) {
    try {
      return at(Path.of("/proc/" + pid + "/ns/net"));
    } catch (SystemCallException | UncheckedIOException e) {
      throw new NamespaceGone(pid);
    }
  }

  /// A new one that nothing lives in.
  static NetworkNamespace empty() {
    return onThread(
        "netns-new",
        () -> {
          Libc.leaveNetwork();
          return at(Path.of("/proc/thread-self/ns/net"));
        });
  }

  /// The one that a file stands for, in `/proc` or as `ip netns` makes it.
  public static NetworkNamespace at(Path file) {
    int fd = Libc.open(file.toString());
    try {
      return new NetworkNamespace(fd, inodeOf(Path.of("/proc/self/fd/" + fd)));
    } catch (UncheckedIOException e) {
      Libc.close(fd);
      throw e;
    }
  }

  /// The inode of the process's, without opening it.
  public static long inode(long pid) {
    try {
      return inodeOf(Path.of("/proc/" + pid + "/ns/net"));
    } catch (UncheckedIOException e) {
      throw new NamespaceGone(pid);
    }
  }

  public long inode() {
    return inode;
  }

  /// Does the work on a thread of its own that lives in the namespace and ends with the work, so
  /// that nothing else of this process is ever inside.
  public <T> T call(Supplier<T> work) {
    return onThread(
        "netns-" + inode,
        () -> {
          Libc.enterNetwork(fd);
          return work.get();
        });
  }

  @Override
  public void close() {
    Libc.close(fd);
  }

  private static long inodeOf(Path file) {
    try {
      return ((Number) Files.getAttribute(file, "unix:ino")).longValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T onThread(String name, Supplier<T> work) {
    var task = new FutureTask<>(work::get);
    Thread thread = Thread.ofPlatform().name(name).daemon().start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          thread.join();
          return task.get();
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

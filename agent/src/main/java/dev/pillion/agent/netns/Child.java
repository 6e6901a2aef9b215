package dev.pillion.agent.netns;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A program started in the calling thread's network namespace.
///
/// Not a `Process`: the JDK waits for each of those on a thread that it starts from the caller's,
/// which would inherit the task's namespace and keep it alive for as long as the pool keeps that
/// thread. Input and output are files in memory, so nothing here can block on a full pipe.
final class Child {
  // More than posix_spawn_file_actions_t takes (80 bytes, glibc's spawn.h).
  private static final int FILE_ACTIONS_BYTES = 256;

  private static final NativeCall SPAWN = NativeCall.of("posix_spawnp", 6);
  private static final NativeCall ACTIONS_INIT = NativeCall.of("posix_spawn_file_actions_init", 1);
  private static final NativeCall ACTIONS_DUP2 =
      NativeCall.of("posix_spawn_file_actions_adddup2", 3);
  private static final NativeCall ACTIONS_DESTROY =
      NativeCall.of("posix_spawn_file_actions_destroy", 1);

  private final List<String> command;
  private final int pid;
  private final int output;

  private Child(List<String> command, int pid, int output) {
    this.command = command;
    this.pid = pid;
    this.output = output;
  }

  /// What a program said on both its outputs, and how it ended.
  record Outcome(String command, int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  static Child start(List<String> command, String input) {
    int stdin = Libc.memoryFile("input");
    int output = Libc.memoryFile("output");
    try {
      Files.writeString(file(stdin), input);
      return new Child(command, spawn(command, stdin, output), output);
    } catch (IOException e) {
      Libc.close(output);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      Libc.close(output);
      throw e;
    } finally {
      Libc.close(stdin);
    }
  }

  static Outcome run(String... command) {
    return start(List.of(command), "").await();
  }

  Outcome await() {
    try {
      int exitCode = Libc.awaitChild(pid);
      return new Outcome(String.join(" ", command), exitCode, Files.readString(file(output)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Libc.close(output);
    }
  }

  private static int spawn(List<String> command, int stdin, int output) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(FILE_ACTIONS_BYTES, 16);
      ACTIONS_INIT.succeed(actions.address());
      try {
        ACTIONS_DUP2.succeed(actions.address(), stdin, 0);
        ACTIONS_DUP2.succeed(actions.address(), output, 1);
        ACTIONS_DUP2.succeed(actions.address(), output, 2);
        MemorySegment argv = arena.allocate(ADDRESS, command.size() + 1L);
        for (int i = 0; i < command.size(); i++) {
          argv.setAtIndex(ADDRESS, i, Libc.text(arena, command.get(i)));
        }
        MemorySegment pid = arena.allocate(JAVA_INT);
        SPAWN.succeed(
            pid.address(),
            argv.getAtIndex(ADDRESS, 0).address(),
            actions.address(),
            0,
            argv.address(),
            environment());
        return pid.get(JAVA_INT, 0);
      } finally {
        ACTIONS_DESTROY.succeed(actions.address());
      }
    }
  }

  @SuppressWarnings("restricted")
  private static long environment() {
    MemorySegment variable = Linker.nativeLinker().defaultLookup().findOrThrow("environ");
    return variable.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0).address();
  }

  private static Path file(int fd) {
    return Path.of("/proc/self/fd/" + fd);
  }
}

package dev.pillion.agent.netns;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Collections;

/// One function of the C library that takes integers and pointers and returns an integer.
///
/// All arguments travel as 64-bit words, which both 64-bit calling conventions of Linux (x86-64 and
/// AArch64) allow for integers and pointers; so functions of one arity share one stub.
final class NativeCall {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final String name;
  private final MethodHandle handle;

  private NativeCall(String name, MethodHandle handle) {
    this.name = name;
    this.handle = handle;
  }

  @SuppressWarnings("restricted")
  static NativeCall of(String name, int arity) {
    var words = Collections.nCopies(arity, (MemoryLayout) JAVA_LONG);
    var descriptor = FunctionDescriptor.of(JAVA_INT, words.toArray(MemoryLayout[]::new));
    MemorySegment address = LINKER.defaultLookup().findOrThrow(name);
    return new NativeCall(
        name, LINKER.downcallHandle(address, descriptor, Linker.Option.captureCallState("errno")));
  }

  /// The function's result; -1 becomes an exception with `errno`.
  int invoke(long... words) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = call(state, words);
      if (result == -1) {
        throw new SystemCallException(name, (int) ERRNO.get(state, 0L));
      }
      return result;
    }
  }

  /// For the functions that return the error number itself.
  void succeed(long... words) {
    int result = invoke(words);
    if (result != 0) {
      throw new SystemCallException(name, result);
    }
  }

  private int call(MemorySegment state, long[] w) {
    try {
      return switch (w.length) {
        case 0 -> (int) handle.invokeExact(state);
        case 1 -> (int) handle.invokeExact(state, w[0]);
        case 2 -> (int) handle.invokeExact(state, w[0], w[1]);
        case 3 -> (int) handle.invokeExact(state, w[0], w[1], w[2]);
        case 4 -> (int) handle.invokeExact(state, w[0], w[1], w[2], w[3]);
        case 6 -> (int) handle.invokeExact(state, w[0], w[1], w[2], w[3], w[4], w[5]);
        default -> throw new IllegalArgumentException(name + " with " + w.length + " arguments");
      };
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(name, e);
    }
  }
}

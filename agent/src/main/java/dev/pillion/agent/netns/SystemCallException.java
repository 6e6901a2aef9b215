package dev.pillion.agent.netns;

/// A call to the kernel that failed.
final class SystemCallException extends RuntimeException {
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOBUFS = 105;

  private static final long serialVersionUID = 1L;

  private final int errno;

  SystemCallException(String call, int errno) {
    super(call + ": " + word(errno));
    this.errno = errno;
  }

  int errno() {
    return errno;
  }

  private static String word(int errno) {
    return switch (errno) {
      case 1 -> "not permitted (EPERM)";
      case 2 -> "not found (ENOENT)";
      case 3 -> "no such process (ESRCH)";
      case 12 -> "out of memory (ENOMEM)";
      case 13 -> "access denied (EACCES)";
      case 16 -> "in use (EBUSY)";
      case 22 -> "invalid argument (EINVAL)";
      case 24 -> "too many open files (EMFILE)";
      case 93 -> "protocol not supported (EPROTONOSUPPORT)";
      case 95 -> "not supported (EOPNOTSUPP)";
      default -> "error " + errno;
    };
  }
}

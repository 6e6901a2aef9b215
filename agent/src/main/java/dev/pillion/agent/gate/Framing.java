package dev.pillion.agent.gate;

/// Finds the end of one message's body in the bytes that go by.
abstract sealed class Framing {
  /// For a message that ends with its head.
  static Framing none() {
    return new Sized(0);
  }

  static Framing sized(long length) {
    return new Sized(length);
  }

  static Framing chunked() {
    return new Chunked();
  }

  /// Whether the body has gone by.
  abstract boolean done();

  /// How many of the bytes belong to the body; less than all of them only at its end.
  abstract int consume(byte[] bytes, int from, int to);

  private static final class Sized extends Framing {
    private long left;

    private Sized(long left) {
      this.left = left;
    }

    @Override
    boolean done() {
      return left == 0;
    }

    @Override
    int consume(byte[] bytes, int from, int to) {
      int taken = (int) Math.min(left, to - from);
      left -= taken;
      return taken;
    }
  }

  private static final class Chunked extends Framing {
    private enum In {
      SIZE,
      REST_OF_SIZE_LINE,
      DATA,
      END_OF_DATA,
      TRAILER,
      END
    }

    // As many hexadecimal digits as a long holds in any case.
    private static final int MOST_DIGITS = 15;

    private In in = In.SIZE;
    private long size;
    private int digits;
    private boolean lineIsEmpty;

    @Override
    boolean done() {
      return in == In.END;
    }

    @Override
    int consume(byte[] bytes, int from, int to) {
      int at = from;
      while (at < to && in != In.END) {
        if (in == In.DATA) {
          int taken = (int) Math.min(size, to - at);
          size -= taken;
          at += taken;
          if (size == 0) {
            in = In.END_OF_DATA;
          }
        } else {
          next(bytes[at++]);
        }
      }
      return at - from;
    }

    private void next(byte character) {
      switch (in) {
        case SIZE -> size(character);
        case REST_OF_SIZE_LINE -> {
          if (character == '\n') {
            endSizeLine();
          }
        }
        case END_OF_DATA -> {
          if (character == '\n') {
            in = In.SIZE;
          }
        }
        case TRAILER -> trailer(character);
        case DATA, END -> throw new IllegalStateException("not a character of the framing");
      }
    }

    private void size(byte character) {
      int digit = Character.digit(character, 16);
      if (digit >= 0 && digits < MOST_DIGITS) {
        size = size * 16 + digit;
        digits++;
      } else if (character == '\n') {
        endSizeLine();
      } else {
        in = In.REST_OF_SIZE_LINE;
      }
    }

    private void endSizeLine() {
      in = size == 0 ? In.TRAILER : In.DATA;
      digits = 0;
      lineIsEmpty = true;
    }

    private void trailer(byte character) {
      if (character == '\n' && lineIsEmpty) {
        in = In.END;
      } else {
        lineIsEmpty = character == '\n' || (lineIsEmpty && character == '\r');
      }
    }
  }
}

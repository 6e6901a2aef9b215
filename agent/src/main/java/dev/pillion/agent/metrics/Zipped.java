package dev.pillion.agent.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Gzip in a hurry: metrics repeat themselves so much that the fastest level does.
final class Zipped extends GZIPOutputStream {
  private static final int BUFFER = 8 * 1024;

  Zipped(OutputStream out) throws IOException {
    super(out, BUFFER);
    def.setLevel(Deflater.BEST_SPEED);
  }
}

package dev.pillion.agent.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What the Envoys said in one scrape.
///
/// @param spool empty where nothing could be kept
/// @param up ids of the tasks whose Envoys answered
/// @param took how long it took to ask all of them
record Collected(Optional<Spool> spool, Families families, Set<String> up, Duration took)
    implements AutoCloseable {
  /// Writes all of it, family by family.
  void writeTo(OutputStream out) throws IOException {
    families.read(
        new Families.Reader() {
          @Override
          public void family(String name, String type) throws IOException {
            out.write(("# TYPE " + name + " " + type + "\n").getBytes(StandardCharsets.ISO_8859_1));
          }

          @Override
          public void lines(long from, long to) throws IOException {
            spool.orElseThrow().copy(from, to, out);
          }
        });
  }

  @Override
  public void close() throws IOException {
    if (spool.isPresent()) {
      spool.get().close();
    }
  }
}

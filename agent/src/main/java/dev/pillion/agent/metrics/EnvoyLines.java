package dev.pillion.agent.metrics;

import dev.pillion.agent.envoy.EnvoyStatistics;
import java.io.IOException;
import java.util.List;

/// The lines of one Envoy: each gets the task's labels and goes into the spool, and where each
/// family is goes into the families. What explains a family is left out; Envoy does not explain
/// any.
final class EnvoyLines implements EnvoyStatistics.Sink {
  private static final String TYPE = "# TYPE ";
  private static final String UNTYPED = "untyped";
  // Of what a family of that type may have behind its name.
  private static final List<String> PARTS = List.of("_bucket", "_sum", "_count");

  private final Labels labels;
  private final Spool spool;
  private final Families families;
  private String family = "";
  private String type = UNTYPED;
  private long from;
  private int refused;

  EnvoyLines(Labels labels, Spool spool, Families families) {
    this.labels = labels.bytewise();
    this.spool = spool;
    this.families = families;
    this.from = spool.end();
  }

  @Override
  public void line(String line) throws IOException {
    if (line.startsWith(TYPE)) {
      String[] words = line.substring(TYPE.length()).strip().split("[ \t]+", 2);
      begin(words[0], words.length == 2 ? words[1] : UNTYPED);
    } else if (!line.isBlank() && line.charAt(0) != '#') {
      Sample sample = Sample.of(line);
      if (!ofFamily(sample.name())) {
        begin(sample.name(), UNTYPED);
      }
      spool.add(sample.with(labels));
    }
  }

  /// Ends the last family.
  ///
  /// @return how many families are left out, as Envoys before it have them as another type
  int end() {
    begin("", UNTYPED);
    return refused;
  }

  private boolean ofFamily(String name) {
    return name.equals(family)
        || ((type.equals("histogram") || type.equals("summary"))
            && name.startsWith(family)
            && PARTS.contains(name.substring(family.length())));
  }

  private void begin(String next, String nextType) {
    long end = spool.end();
    if (end > from && !families.add(family, type, from, end)) {
      refused++;
    }
    family = next;
    type = nextType;
    from = end;
  }
}

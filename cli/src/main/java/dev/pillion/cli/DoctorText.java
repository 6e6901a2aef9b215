package dev.pillion.cli;

import dev.pillion.agent.doctor.Finding;
import dev.pillion.agent.doctor.Finding.Level;
import java.util.List;

/// Findings for a person, in lines of at most 80 columns.
final class DoctorText {
  private static final int WIDTH = 80;
  private static final String INDENT = " ".repeat(8);

  private DoctorText() {}

  static String of(Finding finding) {
    String mark =
        switch (finding.level()) {
          case FIT -> "ok      ";
          case POOR -> "poor    ";
          case UNFIT -> "UNFIT   ";
        };
    String first = wrapped(mark, finding.check() + ": " + finding.found());
    return finding.remedy().isEmpty() ? first : first + wrapped(INDENT, "-> " + finding.remedy());
  }

  static String summary(List<Finding> findings) {
    long unfit = findings.stream().filter(f -> f.level() == Level.UNFIT).count();
    long poor = findings.stream().filter(f -> f.level() == Level.POOR).count();
    if (unfit > 0) {
      return "%nThis host is unfit: %d to mend first, %d that could be better.%n"
          .formatted(unfit, poor);
    }
    return poor > 0
        ? "%nThis host is fit; %d could be better.%n".formatted(poor)
        : "%nThis host is fit.%n".formatted();
  }

  private static String wrapped(String start, String text) {
    var lines = new StringBuilder();
    var line = new StringBuilder(start);
    for (String word : text.split(" ", -1)) {
      if (line.length() > INDENT.length() && line.length() + word.length() >= WIDTH) {
        lines.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(INDENT);
      }
      line.append(word).append(' ');
    }
    return lines.append(line.toString().stripTrailing()).append('\n').toString();
  }
}

package dev.pillion.templates.text;

import dev.pillion.mesh.model.MeshException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Everything that is wrong with what a user gave, so that one message can tell all of it.
public final class Problems {
  // More than a screen of them is read from its top anyway.
  private static final int MOST_TOLD = 20;

  private final Set<String> problems = new LinkedHashSet<>();

  /// One more: what it concerns, what is wrong, and what to do.
  public void add(String subject, String problem, String remedy) {
    problems.add("%s: %s; %s".formatted(subject, problem, remedy));
  }

  /// More of them, told in their own words.
  public void addAll(Collection<String> told) {
    problems.addAll(told);
  }

  /// All of them so far.
  public List<String> all() {
    return List.copyOf(problems);
  }

  /// Goes on only if there is none.
  ///
  /// @param heading what cannot be done on their account
  public void check(String heading) {
    if (problems.isEmpty()) {
      return;
    }
    var text = new StringBuilder(heading).append(", and nothing was changed:\n");
    problems.stream()
        .limit(MOST_TOLD)
        .forEach(problem -> text.append(Lines.wrapped("  - ", "    ", problem)));
    if (problems.size() > MOST_TOLD) {
      text.append("  and %d more\n".formatted(problems.size() - MOST_TOLD));
    }
    throw new MeshException(MeshException.Code.INVALID, text.toString().stripTrailing());
  }
}

package dev.pillion.agent.reconcile;

import dev.pillion.inject.plan.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of each change of one task's standing, once.
final class StateLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.pillion.agent.tasks");
  // A start takes some hundred milliseconds: what stands for longer needs somebody.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Clock clock;
  private String told = "";
  private @Nullable Instant since;
  private boolean warned;

  StateLog(Clock clock) {
    this.clock = clock;
  }

  void tell(TaskReport report) {
    String state = word(report.standing());
    Optional<Note> note = report.standing().note();
    String key =
        state + (onItsWay(report.standing()) ? "" : note.map(n -> " " + n.reason()).orElse(""));
    if (!key.equals(told)) {
      told = key;
      since = clock.instant();
      warned = needsSomebody(report.standing());
      line(report, state, note, warned);
      return;
    }
    Instant from = since;
    if (!warned
        && report.standing() instanceof Standing.Held
        && from != null
        && from.plus(PATIENCE).isBefore(clock.instant())) {
      warned = true;
      line(report, state, note, true);
    }
  }

  void gone(String taskId) {
    LOG.info("task={} state=gone", taskId);
  }

  private static void line(TaskReport report, String state, Optional<Note> note, boolean warn) {
    var text = new StringBuilder("task=" + report.id() + " state=" + state);
    if (report.standing() instanceof Standing.Undecided(var waitingFor, _)) {
      text.append(" waits-for=\"").append(waitingFor).append('"');
    }
    if (report.standing() instanceof Standing.Released) {
      report.releasedAfter().ifPresent(d -> text.append(" after=" + d.toMillis() + "ms"));
      report.heldAfter().ifPresent(d -> text.append(" held-after=" + d.toMillis() + "ms"));
    }
    note.ifPresent(n -> {
      text.append(" reason=" + n.reason().word() + " message=\"" + n.message() + "\"");
      if (!n.remedy().isEmpty()) {
        text.append(" remedy=\"" + n.remedy() + "\"");
      }
    });
    if (warn) {
      LOG.warn("{}", text);
    } else if (report.standing() instanceof Standing.Undecided
        || note.filter(n -> n.reason() == Reason.NOT_OPTED_IN).isPresent()) {
      LOG.debug("{}", text);
    } else {
      LOG.info("{}", text);
    }
  }

  private static boolean needsSomebody(Standing standing) {
    return switch (standing) {
      case Standing.Refused _ -> true;
      case Standing.Unmeshed _ -> !onItsWay(standing);
      case Standing.Undecided _, Standing.Skipped _ -> false;
      case Standing.Held _ -> !onItsWay(standing);
      case Standing.Released(var besides) -> besides.isPresent() && !onItsWay(standing);
      case Standing.Draining _, Standing.Leaving _ -> false;
    };
  }

  /// What every start goes through, and what is worth a warning only when it stays.
  private static boolean onItsWay(Standing standing) {
    return standing
        .note()
        .map(Note::reason)
        .filter(reason ->
            switch (reason) {
              case STARTING, ENVOY_NOT_READY, SERVER_UNHEARD, DEFINITION_PENDING -> true;
              default -> false;
            })
        .isPresent();
  }

  /// The state in one word, as status has it.
  static String word(Standing standing) {
    return standing.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}

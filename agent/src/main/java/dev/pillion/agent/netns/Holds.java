package dev.pillion.agent.netns;

import dev.pillion.agent.netns.ArmedHold.Placement;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.routes.plan.HoldRules;
import dev.pillion.routes.plan.SavedRules;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import java.util.Map;
import java.util.Optional;

/// Arms holds, all in the same way.
///
/// @param preferred the backend for namespaces without rules
record Holds(Backend preferred, Hold.Kind kind, QueueReader reader, Turns turns) {
  /// The number of the queue; each network namespace has queues of its own.
  static final int QUEUE = 15001;

  Holds with(Hold.Kind other) {
    return new Holds(preferred, other, reader, turns);
  }

  /// Takes the namespace over, to be closed with the hold.
  Hold arm(NetworkNamespace namespace) {
    try {
      return turns.during(namespace.inode(), () -> namespace.call(() -> armHere(namespace)));
    } catch (RuntimeException e) {
      namespace.close();
      throw e;
    }
  }

  /// The queue has its owner before the first rule leads to it: a rule with bypass would let
  /// through what comes in between.
  private Hold armHere(NetworkNamespace namespace) {
    var families = Iptables.families();
    Survey survey = Iptables.survey(families);
    var placement = new Placement(survey.backend(preferred), families, QUEUE);
    Optional<HeldQueue> queue = kind == Hold.Kind.QUEUE ? Optional.of(bind()) : Optional.empty();
    try {
      Iptables.restore(placement.backend(), placement.texts(family -> rules(survey, family)));
    } catch (RuntimeException e) {
      queue.ifPresent(HeldQueue::close);
      undo(placement);
      throw e;
    }
    return new ArmedHold(namespace, placement, queue, reader, turns);
  }

  /// What an earlier agent had decided stays closed until this one has decided too.
  private String rules(Survey survey, Family family) {
    SavedRules saved = survey.rules(survey.backend(preferred), family);
    return switch (HoldState.of(saved, family, QUEUE)) {
      case CLOSED -> "";
      case ABSENT, BYPASSED -> undecided().rules(family).from(saved);
    };
  }

  private HoldRules undecided() {
    return switch (kind) {
      case QUEUE -> HoldRules.undecided(QUEUE);
      case DROP -> HoldRules.dropping();
    };
  }

  /// One family may have its rules where the other failed.
  private static void undo(Placement placement) {
    Survey left = Iptables.survey(placement.families());
    placement
        .texts(family -> HoldRules.none().from(left.rules(placement.backend(), family)))
        .forEach((family, text) -> Iptables.restore(placement.backend(), Map.of(family, text)));
  }

  private static HeldQueue bind() {
    try {
      return HeldQueue.bind(QUEUE);
    } catch (SystemCallException e) {
      throw new MeshException(
          Code.UNAVAILABLE,
          "netfilter queue " + QUEUE,
          "cannot be bound (" + e.getMessage() + ")",
          "load the kernel module nfnetlink_queue, and see that no second agent runs here");
    }
  }
}

package dev.pillion.agent.netns;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.routes.plan.HoldRules;
import dev.pillion.routes.plan.HoldScope;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A hold that is in place. Its namespace's lock is taken for each change.
final class ArmedHold implements Hold {
  private final NetworkNamespace namespace;
  private final Placement placement;
  private final Optional<HeldQueue> queue;
  private final QueueReader reader;
  private final Turns turns;
  /* guards by the namespace's lock: released, closed */
  private boolean released;
  private boolean closed;

  /// Where its rules are.
  ///
  /// @param queue the queue's number
  record Placement(Backend backend, List<Family> families, int queue) {
    Placement {
      families = List.copyOf(families);
    }

    Map<Family, String> texts(Function<Family, String> text) {
      var texts = new EnumMap<Family, String>(Family.class);
      families.forEach(family -> texts.put(family, text.apply(family)));
      return texts;
    }
  }

  ArmedHold(
      NetworkNamespace namespace,
      Placement placement,
      Optional<HeldQueue> queue,
      QueueReader reader,
      Turns turns) {
    this.namespace = namespace;
    this.placement = placement;
    this.queue = queue;
    this.reader = reader;
    this.turns = turns;
    queue.ifPresent(reader::add);
  }

  @Override
  public Kind kind() {
    return queue.isPresent() ? Kind.QUEUE : Kind.DROP;
  }

  @Override
  public void optedIn() {
    // What drops is closed anyway.
    if (queue.isPresent()) {
      replace(HoldRules.optedIn(placement.queue()));
    }
  }

  @Override
  public void decide(HoldScope scope) {
    HoldRules rules =
        queue.isPresent() ? HoldRules.decided(placement.queue(), scope) : HoldRules.dropping(scope);
    replace(rules);
  }

  private void replace(HoldRules rules) {
    inTurn(() -> {
      if (!released && !closed) {
        restore(placement.texts(rules::replace));
      }
    });
  }

  @Override
  public void release() {
    inTurn(() -> {
      if (!released && !closed) {
        queue.ifPresent(HeldQueue::letGo);
        removeRules();
        released = true;
      }
    });
    close();
  }

  @Override
  public void close() {
    inTurn(() -> {
      if (!closed) {
        closed = true;
        queue.ifPresent(held -> {
          reader.remove(held);
          held.close();
        });
        namespace.close();
      }
    });
  }

  private void removeRules() {
    try {
      restore(placement.texts(_ -> HoldRules.removal()));
    } catch (MeshException _) {
      // Somebody changed them meanwhile: go by what is there.
      namespace.call(() -> {
        Survey survey = Iptables.survey(placement.families());
        Iptables.restore(
            placement.backend(),
            placement.texts(
                family -> HoldRules.none().from(survey.rules(placement.backend(), family))));
        return true;
      });
    }
  }

  private void restore(Map<Family, String> texts) {
    namespace.call(() -> {
      Iptables.restore(placement.backend(), texts);
      return true;
    });
  }

  private void inTurn(Runnable work) {
    turns.during(
        namespace.inode(),
        () -> {
          work.run();
          return true;
        });
  }
}

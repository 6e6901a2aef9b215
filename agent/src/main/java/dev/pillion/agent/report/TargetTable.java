package dev.pillion.agent.report;

import dev.pillion.agent.report.ServerLink.Target;
import dev.pillion.agent.v1.Proxies;
import dev.pillion.agent.v1.ProxyTarget;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the server said of virtual nodes. Its last word stays good while it is away; over a restart
/// of this agent those that existed are remembered.
final class TargetTable {
  /* guards: all fields; no call out while it is held */
  private final Object lock = new Object();
  private final Map<ProxyGroup, Target> heard = new HashMap<>();
  private final Map<ProxyGroup, Target.Exists> remembered;
  private Set<ProxyGroup> interest = Set.of();
  private boolean serverThere;
  private boolean unsaved;

  TargetTable(Map<ProxyGroup, Target.Exists> remembered) {
    this.remembered = new HashMap<>(remembered);
  }

  /// Replaces the groups of interest; whether that changed them.
  boolean interest(Set<ProxyGroup> groups) {
    synchronized (lock) {
      if (interest.equals(groups)) {
        return false;
      }
      interest = Set.copyOf(groups);
      heard.keySet().retainAll(interest);
      if (!serverThere) {
        recall();
      }
      return true;
    }
  }

  Set<ProxyGroup> interest() {
    synchronized (lock) {
      return interest;
    }
  }

  /// The server is there, or away: then what is remembered stands in for what it would say.
  void serverThere(boolean there) {
    synchronized (lock) {
      serverThere = there;
      if (!there) {
        recall();
      }
    }
  }

  private void recall() {
    for (ProxyGroup group : interest) {
      Target.Exists known = remembered.get(group);
      if (known != null) {
        heard.putIfAbsent(group, known);
      }
    }
  }

  /// Takes the server's word; whether anything is different.
  boolean heard(Proxies proxies) {
    synchronized (lock) {
      boolean changed = false;
      for (ProxyTarget target : proxies.getTargetsList()) {
        Optional<ProxyGroup> group = Wire.group(target.getProxy());
        if (group.isPresent() && interest.contains(group.get())) {
          changed |= heard(group.get(), target(target));
        }
      }
      return changed;
    }
  }

  private boolean heard(ProxyGroup group, Target target) {
    unsaved |=
        target instanceof Target.Exists exists
            ? !exists.equals(remembered.put(group, exists))
            : remembered.remove(group) != null;
    return !target.equals(heard.put(group, target));
  }

  private static Target target(ProxyTarget target) {
    return target.getExists()
        ? new Target.Exists(
            new HashSet<>(target.getListenerPortsList()),
            Optional.of(target.getInjectionOff()).filter(why -> !why.isEmpty()))
        : new Target.Missing(target.getProblem());
  }

  Optional<Target> of(ProxyGroup group) {
    synchronized (lock) {
      return Optional.ofNullable(heard.get(group));
    }
  }

  /// What is to be kept on disk, when that is not what was taken the last time.
  Optional<SortedMap<String, Target.Exists>> takeUnsaved() {
    synchronized (lock) {
      if (!unsaved) {
        return Optional.empty();
      }
      unsaved = false;
      var targets = new TreeMap<String, Target.Exists>();
      remembered.forEach((group, exists) -> targets.put(group.toString(), exists));
      return Optional.of(targets);
    }
  }
}

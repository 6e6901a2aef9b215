package dev.pillion.agent.reconcile;

import dev.pillion.agent.netns.Hold;
import dev.pillion.agent.netns.Namespaces;
import dev.pillion.routes.plan.HoldScope;
import dev.pillion.routes.plan.RedirectRules;
import dev.pillion.routes.spec.RedirectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/// One task's network namespace.
final class FakeNamespaces implements Namespaces {
  /// What was done to the hold, in order.
  final List<String> holds = new ArrayList<>();

  /// What reading back the rules finds missing once the route-manager ran.
  List<String> missing = List.of();

  List<String> foreignRedirects = List.of();
  final Set<Integer> listening = new ConcurrentSkipListSet<>();
  HoldRules leftover = HoldRules.ABSENT;

  /// What the kernel tells of changes.
  OptionalLong generation = OptionalLong.empty();

  /// Holds are armed when it is open.
  volatile CountDownLatch gate = new CountDownLatch(0);

  private final BooleanSupplier routesRan;
  private boolean unhooked;

  FakeNamespaces(BooleanSupplier routesRan) {
    this.routesRan = routesRan;
  }

  /// What was done since the last question.
  synchronized List<String> done() {
    var since = List.copyOf(holds);
    holds.clear();
    return since;
  }

  /// Whether a hold was armed that nobody asked about yet.
  synchronized boolean armed() {
    return holds.contains("arm");
  }

  @Override
  public long inode(long pid) {
    return 4026531840L;
  }

  @Override
  public Hold arm(long pid) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NamespaceGone(pid);
    }
    return armNow();
  }

  private synchronized Hold armNow() {
    note("arm");
    leftover = leftover == HoldRules.CLOSED ? HoldRules.CLOSED : HoldRules.BYPASSED;
    return new FakeHold();
  }

  @Override
  public synchronized Inspection inspect(long pid) {
    return new Inspection(foreignRedirects, listening, List.of("10.0.0.7"), leftover, redirect());
  }

  private RedirectRules.State redirect() {
    if (!routesRan.getAsBoolean()) {
      return RedirectRules.State.ABSENT;
    }
    return unhooked ? RedirectRules.State.UNHOOKED : RedirectRules.State.HOOKED;
  }

  @Override
  public OptionalLong generation(long pid) {
    return generation;
  }

  @Override
  public synchronized void unhook(long pid) {
    note("unhook");
    unhooked = true;
  }

  @Override
  public synchronized void removeRedirect(long pid) {
    note("remove");
    unhooked = false;
  }

  @Override
  public synchronized List<String> missing(long pid, RedirectSpec redirect) {
    return routesRan.getAsBoolean() ? missing : List.of("chain PILLION_EGRESS");
  }

  private synchronized void note(String what) {
    holds.add(what);
  }

  private final class FakeHold implements Hold {
    @Override
    public Kind kind() {
      return Kind.QUEUE;
    }

    @Override
    public void optedIn() {
      note("opted in");
      leftover = HoldRules.CLOSED;
    }

    @Override
    public void decide(HoldScope scope) {
      note(
          switch (scope) {
            case HoldScope.Everything _ -> "decide everything";
            case HoldScope.Redirected(var redirect) -> "decide " + redirect.appPorts();
            case HoldScope.Inbound(var ports) -> "decide inbound " + ports;
          });
      leftover = HoldRules.CLOSED;
    }

    @Override
    public void release() {
      note("release");
      leftover = HoldRules.ABSENT;
    }

    @Override
    public void close() {
      note("close");
    }
  }
}

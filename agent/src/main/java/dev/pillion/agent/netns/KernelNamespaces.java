package dev.pillion.agent.netns;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.routes.plan.RedirectRules;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.RedirectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Linux's own namespaces. Needs root.
public final class KernelNamespaces implements Namespaces, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KernelNamespaces.class);

  private final Holds holds;

  private KernelNamespaces(Holds holds) {
    this.holds = holds;
  }

  /// Rehearses the hold in an empty namespace of its own, which tells whether this kernel has
  /// netfilter queues and makes the first task's hold as fast as the others'.
  ///
  /// @param backend for namespaces without rules; empty for the host's
  /// @param forced how to hold, whatever the kernel can do; empty to find out
  /// @throws MeshException when the host cannot hold at all, with the remedy
  public static KernelNamespaces open(Optional<Backend> backend, Optional<Hold.Kind> forced) {
    var queueing =
        new Holds(
            backend.orElseGet(Iptables::hosts),
            forced.orElse(Hold.Kind.QUEUE),
            new QueueReader(),
            new Turns());
    try {
      return new KernelNamespaces(rehearsed(queueing, forced.isEmpty()));
    } catch (RuntimeException e) {
      queueing.reader().close();
      throw e;
    }
  }

  private static Holds rehearsed(Holds holds, boolean mayDrop) {
    try {
      rehearse(holds);
      return holds;
    } catch (MeshException e) {
      if (!mayDrop) {
        throw e;
      }
      Holds dropping = holds.with(Hold.Kind.DROP);
      rehearse(dropping);
      log.warn(
          "hold=drop problem=\"{}\" remedy=\"load the kernel modules nfnetlink_queue and"
              + " xt_NFQUEUE; until then first connections wait up to a second longer\"",
          e.getMessage());
      return dropping;
    }
  }

  /// How holds are armed on this host.
  public Hold.Kind kind() {
    return holds.kind();
  }

  @Override
  public long inode(long pid) {
    return NetworkNamespace.inode(pid);
  }

  @Override
  public Hold arm(long pid) {
    return holds.arm(NetworkNamespace.of(pid));
  }

  @Override
  public Inspection inspect(long pid) {
    return in(
        pid,
        () -> {
          Survey survey = Iptables.survey(Iptables.families());
          return new Inspection(
              survey.foreignRedirects(),
              Listeners.ports(),
              Interfaces.addresses(),
              HoldState.of(survey, Holds.QUEUE),
              Redirects.state(survey));
        });
  }

  @Override
  public List<String> missing(long pid, RedirectSpec redirect) {
    return in(
        pid,
        () -> {
          List<Family> families = Iptables.families();
          Survey survey = Iptables.survey(families);
          Backend backend = survey.backend(holds.preferred());
          var missing = new ArrayList<String>();
          for (Family family : families) {
            missing.addAll(RedirectRules.missing(redirect, family, survey.rules(backend, family)));
          }
          return missing;
        });
  }

  @Override
  public OptionalLong generation(long pid) {
    return in(pid, Iptables::generation);
  }

  @Override
  public void unhook(long pid) {
    writing(pid, Redirects::unhook);
  }

  @Override
  public void removeRedirect(long pid) {
    writing(pid, Redirects::remove);
  }

  /// Stops reading queues; holds that are still armed stay as their rules say.
  @Override
  public void close() {
    holds.reader().close();
  }

  private static void rehearse(Holds holds) {
    holds.arm(NetworkNamespace.empty()).release();
  }

  private void writing(long pid, Runnable work) {
    try (var namespace = NetworkNamespace.of(pid)) {
      holds
          .turns()
          .during(
              namespace.inode(),
              () ->
                  namespace.call(() -> {
                    work.run();
                    return true;
                  }));
    }
  }

  private static <T> T in(long pid, Supplier<T> work) {
    try (var namespace = NetworkNamespace.of(pid)) {
      return namespace.call(work);
    }
  }
}

package dev.pillion.agent.netns;

import dev.pillion.routes.plan.RedirectRules;
import dev.pillion.routes.spec.RedirectSpec;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Task network namespaces, entered by way of a process that lives in them. Every call that writes
/// rules takes the one lock of its namespace.
public interface Namespaces {
  /// The inode of the process's network namespace.
  ///
  /// @throws NamespaceGone when the process is gone
  long inode(long pid);

  /// Arms the hold: from its return on, no first SYN leaves or enters besides the exemptions that
  /// hold for every task. Takes over rules that an earlier agent left. Until the hold is decided,
  /// an agent that dies leaves the task open; what an earlier agent had decided stays closed.
  ///
  /// @throws NamespaceGone when the process is gone
  /// @throws dev.pillion.mesh.model.MeshException when no hold can be set, in one family or both;
  ///   nothing of it is left then, and the task is open
  Hold arm(long pid);

  /// What is in the namespace now.
  ///
  /// @throws NamespaceGone when the process is gone
  Inspection inspect(long pid);

  /// What reads best at one look.
  ///
  /// @param foreignRedirects chains of App Mesh's or Service Connect's own that redirect already
  /// @param listening TCP ports that something listens on, both families
  /// @param addresses of the interfaces besides loopback, without link-local ones, as
  ///   [java.net.InetAddress#getHostAddress] writes them
  /// @param leftover what of the hold's rules is there, whoever set them
  /// @param redirect how much of a redirect is there, whoever set it
  record Inspection(
      List<String> foreignRedirects,
      Set<Integer> listening,
      List<String> addresses,
      HoldRules leftover,
      RedirectRules.State redirect) {
    /// Copies its collections.
    public Inspection {
      foreignRedirects = List.copyOf(foreignRedirects);
      listening = Set.copyOf(listening);
      addresses = List.copyOf(addresses);
    }
  }

  /// The hold's rules as found in a namespace.
  enum HoldRules {
    /// None.
    ABSENT,
    /// Undecided: with no agent, connections pass.
    BYPASSED,
    /// Decided: with no agent, connections wait.
    CLOSED
  }

  /// What of the redirect is missing or altered, in words; empty when all is in place, in both
  /// families that the namespace has.
  List<String> missing(long pid, RedirectSpec redirect);

  /// A number that each change of any rule makes another; empty where the kernel has no such
  /// number, as for the legacy backend. Takes no time to speak of.
  ///
  /// @throws NamespaceGone when the process is gone
  OptionalLong generation(long pid);

  /// Takes away the jumps into the redirect's chains, whoever set them, and reads back that they
  /// are gone: from then on new connections go as if there were no redirect, and those that it has
  /// redirected go on. Twice is as once.
  ///
  /// @throws NamespaceGone when the process is gone
  /// @throws dev.pillion.mesh.model.MeshException when a jump is still there
  void unhook(long pid);

  /// Takes away all of the redirect, and reads back that it is gone. Connections that it has
  /// redirected end. Twice is as once.
  ///
  /// @throws NamespaceGone when the process is gone
  /// @throws dev.pillion.mesh.model.MeshException when something of it is still there
  void removeRedirect(long pid);

  /// The process, and so its namespace as far as this agent can enter it, is no more.
  final class NamespaceGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Names the process.
    public NamespaceGone(long pid) {
      super("process " + pid + " is gone");
    }
  }
}

package dev.pillion.routes.plan;

import dev.pillion.routes.spec.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The rules that hold back first SYNs while a task is not in the mesh yet. They are in table
/// `mangle`, whose chains come before those of `nat`, and before all other rules there.
///
/// @param queue the netfilter queue that takes the SYNs, or empty to drop them
/// @param bypass whether a queue without an owner lets everything through
public record HoldRules(OptionalInt queue, HoldScope scope, boolean bypass) {
  /// The chain of outbound connections.
  public static final String CHAIN = "PILLION_HOLD";

  /// The chain of inbound connections. It is another one since the kernel allows no owner match in
  /// a chain that PREROUTING leads to.
  public static final String INBOUND_CHAIN = "PILLION_HOLD_IN";

  /// Does nothing by itself, but makes the kernel track connections from the hold's start on. A
  /// packet that was queued untracked would pass `nat` without being redirected when it is let go.
  private static final String TRACK = "-m conntrack --ctstate NEW";

  private static final Ruleset NONE =
      new Ruleset("mangle", List.of(CHAIN, INBOUND_CHAIN), List.of(), List.of());

  /// Not known yet whether the task opts in: without an owner of the queue all goes through.
  public static HoldRules undecided(int queue) {
    return new HoldRules(OptionalInt.of(queue), new HoldScope.Everything(), true);
  }

  /// The task opted in, and it is not known yet what it asks for: without an owner of the queue
  /// nothing goes through.
  public static HoldRules optedIn(int queue) {
    return new HoldRules(OptionalInt.of(queue), new HoldScope.Everything(), false);
  }

  /// It is known what the task asks for: without an owner of the queue nothing goes through.
  public static HoldRules decided(int queue, HoldScope scope) {
    return new HoldRules(OptionalInt.of(queue), scope, false);
  }

  /// For a kernel without queues, before the decision.
  public static HoldRules dropping() {
    return new HoldRules(OptionalInt.empty(), new HoldScope.Everything(), false);
  }

  /// For a kernel without queues, after the decision.
  public static HoldRules dropping(HoldScope scope) {
    return new HoldRules(OptionalInt.empty(), scope, false);
  }

  /// The rules as a whole, to be compared with what is there and to be reached from it.
  public Ruleset rules(Family family) {
    return new Ruleset(
        NONE.table(),
        NONE.owned(),
        chains(family),
        List.of(
            new Hook("OUTPUT", Jumps.toOutside(CHAIN), true),
            new Hook("PREROUTING", Jumps.fromOutside(INBOUND_CHAIN), true)));
  }

  /// No hold.
  public static Ruleset none() {
    return NONE;
  }

  /// The input of `iptables-restore --noflush` that arms a namespace without a hold.
  public String arm(Family family) {
    return rules(family).fromNothing();
  }

  /// The input of `iptables-restore --noflush` that puts this hold in the place of any other in one
  /// transaction. The jumps are not touched, so there is no moment without a hold.
  public String replace(Family family) {
    return new Ruleset(NONE.table(), NONE.owned(), chains(family), List.of()).fromNothing();
  }

  /// The input of `iptables-restore --noflush` that removes the hold from a namespace known to have
  /// one; [#none] from what is saved does so from any state.
  public static String removal() {
    return "*mangle\n"
        + "-D OUTPUT "
        + Jumps.toOutside(CHAIN)
        + "\n-D PREROUTING "
        + Jumps.fromOutside(INBOUND_CHAIN)
        + "\n-F PILLION_HOLD\n-F PILLION_HOLD_IN\n-X PILLION_HOLD\n-X PILLION_HOLD_IN\nCOMMIT\n";
  }

  private List<Chain> chains(Family family) {
    return List.of(new Chain(CHAIN, outbound(family)), new Chain(INBOUND_CHAIN, inbound(family)));
  }

  private List<String> outbound(Family family) {
    return switch (scope) {
      case HoldScope.Everything _ -> held(Exemptions.ofEveryTask(family), List.of("-p tcp"));
      case HoldScope.Redirected(var redirect) ->
          redirect.ipv6() || family == Family.IPV4
              ? held(Exemptions.of(redirect, family), List.of("-p tcp"))
              : List.of();
      case HoldScope.Inbound _ -> List.of();
    };
  }

  private List<String> inbound(Family family) {
    return switch (scope) {
      case HoldScope.Everything _ -> held(List.of(), List.of("-p tcp"));
      case HoldScope.Redirected(var redirect) ->
          redirect.ipv6() || family == Family.IPV4
              ? held(List.of(), Ports.matches(redirect.appPorts()))
              : List.of();
      case HoldScope.Inbound(var ports) -> held(List.of(), Ports.matches(ports));
    };
  }

  private List<String> held(List<String> exemptions, List<String> matches) {
    var rules = new ArrayList<String>();
    rules.add(TRACK);
    rules.addAll(exemptions);
    matches.forEach(match -> rules.add(match + " -j " + target()));
    return rules;
  }

  private String target() {
    if (queue.isEmpty()) {
      return "DROP";
    }
    return "NFQUEUE --queue-num " + queue.getAsInt() + (bypass ? " --queue-bypass" : "");
  }
}

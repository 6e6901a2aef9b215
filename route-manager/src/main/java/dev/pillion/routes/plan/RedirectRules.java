package dev.pillion.routes.plan;

import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.RedirectSpec;
import java.util.ArrayList;
import java.util.List;

/// The rules that lead a task's TCP connections through its proxy.
public final class RedirectRules {
  /// The chain of inbound connections.
  public static final String INGRESS = "PILLION_INGRESS";

  /// The chain of outbound connections.
  public static final String EGRESS = "PILLION_EGRESS";

  /// How much of a redirect there is, whatever it redirects.
  public enum State {
    /// Nothing.
    ABSENT,
    /// Its chains, and no jump into them: new connections pass it by, older ones are translated.
    UNHOOKED,
    /// A jump into one of its chains.
    HOOKED
  }

  private static final Ruleset NO_REDIRECT = none("nat");
  private static final Ruleset NO_REJECTION = none("filter");

  private RedirectRules() {}

  /// What is to be in table `nat`: nothing for IPv6 where the spec leaves it out.
  public static Ruleset redirect(RedirectSpec spec, Family family) {
    return left(spec, family)
        ? NO_REDIRECT
        : rules(
            NO_REDIRECT,
            "PREROUTING",
            ingress(spec, "REDIRECT --to-ports " + spec.ingressPort()),
            egress(spec, family, "REDIRECT --to-ports " + spec.egressPort()));
  }

  /// What is to be in table `filter` where `nat` cannot be had for IPv6: what would have been
  /// redirected is rejected, so that nothing goes around the proxy.
  public static Ruleset rejection(RedirectSpec spec) {
    var reject = "REJECT --reject-with tcp-reset";
    return left(spec, Family.IPV6)
        ? NO_REJECTION
        : rules(NO_REJECTION, "INPUT", ingress(spec, reject), egress(spec, Family.IPV6, reject));
  }

  /// All tables in which something of ours may be, with what is to be there.
  public static List<Ruleset> tables(RedirectSpec spec, Family family) {
    return List.of(redirect(spec, family), NO_REJECTION);
  }

  /// All tables in which something of ours may be, with nothing there.
  public static List<Ruleset> none() {
    return List.of(NO_REDIRECT, NO_REJECTION);
  }

  /// What of the redirect is missing or altered, in words; empty when all is in place. A complete
  /// rejection of IPv6 is taken for its redirect.
  public static List<String> missing(RedirectSpec spec, Family family, SavedRules saved) {
    var missing = redirect(spec, family).missing(saved);
    var rejected = family == Family.IPV6 && spec.ipv6() && rejection(spec).missing(saved).isEmpty();
    return rejected ? List.of() : missing;
  }

  /// How much of a redirect there is in what one backend holds for one family.
  public static State state(SavedRules saved) {
    var state = State.ABSENT;
    for (var ruleset : none()) {
      var found = ruleset.found(saved);
      if (!found.hooks().isEmpty()) {
        return State.HOOKED;
      }
      state = found.chains().isEmpty() ? state : State.UNHOOKED;
    }
    return state;
  }

  private static boolean left(RedirectSpec spec, Family family) {
    return family == Family.IPV6 && !spec.ipv6();
  }

  private static Ruleset none(String table) {
    return new Ruleset(table, List.of(INGRESS, EGRESS), List.of(), List.of());
  }

  private static Ruleset rules(
      Ruleset none, String inbound, List<String> ingress, List<String> egress) {
    var chains = new ArrayList<Chain>();
    var hooks = new ArrayList<Hook>();
    if (!ingress.isEmpty()) {
      chains.add(new Chain(INGRESS, ingress));
      hooks.add(new Hook(inbound, Jumps.fromOutside(INGRESS), false));
    }
    chains.add(new Chain(EGRESS, egress));
    hooks.add(new Hook("OUTPUT", Jumps.toOutside(EGRESS), false));
    return new Ruleset(none.table(), none.owned(), chains, hooks);
  }

  private static List<String> ingress(RedirectSpec spec, String target) {
    return Ports.matches(spec.appPorts()).stream().map(match -> match + " -j " + target).toList();
  }

  private static List<String> egress(RedirectSpec spec, Family family, String target) {
    var rules = new ArrayList<>(Exemptions.of(spec, family));
    rules.add("-p tcp -j " + target);
    return rules;
  }
}

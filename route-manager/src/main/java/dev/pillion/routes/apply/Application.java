package dev.pillion.routes.apply;

import dev.pillion.routes.plan.RedirectRules;
import dev.pillion.routes.plan.Ruleset;
import dev.pillion.routes.spec.Exit;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.RedirectSpec;
import dev.pillion.routes.spec.RouteEnvironment;
import dev.pillion.routes.spec.RouteException;
import dev.pillion.routes.spec.Violation;
import java.util.ArrayList;
import java.util.List;

/// One run that sets the redirect.
final class Application {
  private final NetworkNamespace namespace;
  private final Survey survey;
  private final Survey.Held chosen;
  private final RedirectSpec spec;
  private final Session session = new Session();
  private final List<Violation> warnings = new ArrayList<>();

  Application(NetworkNamespace namespace, Survey survey, RouteEnvironment environment) {
    this.namespace = namespace;
    this.survey = survey;
    this.chosen = survey.choose(environment.place());
    this.spec = environment.redirect();
  }

  Outcome run() {
    try {
      change(chosen, Family.IPV4, RedirectRules.tables(spec, Family.IPV4));
      var ipv6 = spec.ipv6() ? ipv6() : ipv6LeftOut();
      for (var held : survey.all()) {
        if (held.iptables().backend() != chosen.iptables().backend()) {
          held.saved().keySet().forEach(family -> change(held, family, RedirectRules.none()));
        }
      }
      session.verify();
      return outcome(ipv6);
    } catch (RouteException failed) {
      var violations = new ArrayList<>(failed.violations());
      violations.addAll(session.rollBack());
      throw new RouteException(Exit.FAILED, violations);
    }
  }

  private Outcome outcome(String ipv6) {
    return new Outcome(
        "redirect="
            + (session.changed() ? "applied" : "unchanged")
            + " backend="
            + chosen.iptables().backend().word()
            + " ipv4=redirected ipv6="
            + ipv6,
        warnings.stream().map(Violation::line).toList());
  }

  /// Redirected; where the kernel cannot, rejected; where it cannot do that either, only a
  /// namespace that has no IPv6 to speak of is good enough.
  private String ipv6() {
    try {
      change(chosen, Family.IPV6, RedirectRules.tables(spec, Family.IPV6));
      return "redirected";
    } catch (RouteException noRedirect) {
      try {
        change(chosen, Family.IPV6, List.of(RedirectRules.rejection(spec)));
        warn("is rejected instead of redirected", noRedirect);
        return "rejected";
      } catch (RouteException noRejection) {
        if (namespace.hasGlobalIpv6()) {
          var violations = new ArrayList<>(noRedirect.violations());
          violations.addAll(noRejection.violations());
          throw new RouteException(Exit.FAILED, violations);
        }
        warn("is not guarded; the namespace has no global IPv6 address", noRedirect);
        return "absent";
      }
    }
  }

  private void warn(String problem, RouteException reason) {
    warnings.add(new Violation("IPv6 TCP", problem, reason.violations().getFirst().line()));
  }

  private String ipv6LeftOut() {
    if (chosen.saved().containsKey(Family.IPV6)) {
      change(chosen, Family.IPV6, RedirectRules.none());
    }
    if (namespace.hasGlobalIpv6()) {
      warnings.add(
          new Violation(
              "IPv6 TCP",
              "goes around the proxy, for APPMESH_ENABLE_IPV6 is 0 and there is a global address",
              "set APPMESH_ENABLE_IPV6=1"));
    }
    return "left-alone";
  }

  private void change(Survey.Held held, Family family, List<Ruleset> wanted) {
    var saved = held.saved().get(family);
    if (saved == null) {
      throw held.failure(family);
    }
    session.change(held.iptables(), family, saved, wanted);
  }
}

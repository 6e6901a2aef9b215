package dev.pillion.agent.doctor;

import dev.pillion.agent.netns.Facilities;
import dev.pillion.agent.netns.Hold;
import dev.pillion.agent.netns.KernelNamespaces;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether tasks can be held and their traffic redirected: tried in an empty network namespace.
///
/// @param chosen the iptables backend that is set; empty for the host's
record HoldCheck(Optional<Backend> chosen) implements Check {
  private static final String MODULES = "load the kernel modules nfnetlink_queue and xt_NFQUEUE";

  @Override
  public List<Finding> look() {
    Backend backend;
    try {
      backend = chosen.orElseGet(Facilities::hostsBackend);
    } catch (MeshException e) {
      return List.of(Finding.unfit("iptables", e));
    }
    var findings = new ArrayList<Finding>();
    findings.add(Finding.fit("iptables", backend.name().toLowerCase(Locale.ROOT)));
    findings.add(hold(backend));
    for (Family family : Family.values()) {
      findings.add(redirect(backend, family));
    }
    return findings;
  }

  private static Finding hold(Backend backend) {
    try (var _ = open(backend, Hold.Kind.QUEUE)) {
      return Finding.fit("hold", "by netfilter queue");
    } catch (MeshException queue) {
      try (var _ = open(backend, Hold.Kind.DROP)) {
        return Finding.poor(
            "hold",
            "by dropping, which makes first connections up to a second later: "
                + Finding.problem(queue),
            MODULES);
      } catch (MeshException drop) {
        return Finding.unfit("hold", drop);
      }
    }
  }

  private static KernelNamespaces open(Backend backend, Hold.Kind kind) {
    return KernelNamespaces.open(Optional.of(backend), Optional.of(kind));
  }

  private static Finding redirect(Backend backend, Family family) {
    String check = family == Family.IPV4 ? "redirect IPv4" : "redirect IPv6";
    Optional<String> problem = Facilities.redirectProblem(backend, family);
    if (problem.isEmpty()) {
      return Finding.fit(check, "nat and owner matches work");
    }
    return family == Family.IPV4
        ? Finding.unfit(check, problem.get(), "load the modules that the message names")
        : Finding.poor(
            check,
            problem.get(),
            "load the modules that the message names; until then new IPv6 connections of tasks"
                + " with IPv6 are rejected");
  }
}

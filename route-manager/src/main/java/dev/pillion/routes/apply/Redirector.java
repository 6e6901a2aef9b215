package dev.pillion.routes.apply;

import dev.pillion.routes.plan.RedirectRules;
import dev.pillion.routes.spec.Exit;
import dev.pillion.routes.spec.Place;
import dev.pillion.routes.spec.RouteEnvironment;
import dev.pillion.routes.spec.RouteException;
import dev.pillion.routes.spec.Violation;
import java.util.ArrayList;
import java.util.List;

/// Sets and removes the redirect of the network namespace it runs in.
public final class Redirector {
  private final Commands commands;
  private final NetworkNamespace namespace;

  Redirector(Commands commands, NetworkNamespace namespace) {
    this.commands = commands;
    this.namespace = namespace;
  }

  /// For the namespace of this process.
  public static Redirector here() {
    return new Redirector(new Programs(), NetworkNamespace.own());
  }

  /// For a namespace that is only thought of: programs are started, and no rule is touched.
  public static Redirector rehearsal() {
    return new Redirector(new Rehearsal(new Programs()), NetworkNamespace.own());
  }

  /// Makes the namespace as the environment says, both families or none.
  ///
  /// @throws RouteException when it is not so; what was there before stands then
  public Outcome apply(RouteEnvironment environment) {
    checkNamespace(environment.place());
    if (!environment.startEnabled()) {
      return new Outcome("redirect=off reason=APPMESH_START_ENABLED=0", List.of());
    }
    var survey = new Survey(commands, namespace);
    var foreign = survey.foreignRedirects();
    if (!foreign.isEmpty()) {
      throw new RouteException(
          Exit.FOREIGN_REDIRECT,
          "chain " + foreign.getFirst(),
          "another mesh redirects this namespace already",
          "remove proxyConfiguration, Service Connect or that mesh from the task definition");
    }
    return new Application(namespace, survey, environment).run();
  }

  /// Removes what is ours of the redirect, in both backends and from any half state; the hold is
  /// the agent's and stays.
  ///
  /// @throws RouteException naming all that could not be removed
  public Outcome undo(Place place) {
    checkNamespace(place);
    var session = new Session();
    var failures = new ArrayList<Violation>();
    for (var held : new Survey(commands, namespace).all()) {
      failures.addAll(held.unanswered());
      for (var found : held.saved().entrySet()) {
        try {
          session.change(held.iptables(), found.getKey(), found.getValue(), RedirectRules.none());
        } catch (RouteException failed) {
          failures.addAll(failed.violations());
        }
      }
    }
    try {
      session.verify();
    } catch (RouteException failed) {
      failures.addAll(failed.violations());
    }
    if (!failures.isEmpty()) {
      throw new RouteException(Exit.FAILED, failures);
    }
    return new Outcome("redirect=" + (session.changed() ? "removed" : "absent"), List.of());
  }

  private void checkNamespace(Place place) {
    if (place.netns().isPresent() && place.netns().getAsLong() != namespace.inode()) {
      throw new RouteException(
          Exit.WRONG_NAMESPACE,
          "network namespace " + namespace.inode(),
          "PILLION_NETNS names " + place.netns().getAsLong(),
          "start the route manager in the task's namespace (container:ID of its pause container)");
    }
  }
}

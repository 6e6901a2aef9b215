package dev.pillion.xds.translate;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.route.WeightedTarget;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.mesh.tls.CertificateFiles.Mapped;
import dev.pillion.mesh.tls.ClientPolicy;
import dev.pillion.mesh.tls.Trust;
import dev.pillion.xds.translate.CalledService.Outcome;
import dev.pillion.xds.translate.CalledService.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Finds the virtual nodes that a route sends to, as one caller sees them.
record Targets(MeshState mesh, CertificateFiles files) {
  /// What becomes of a route's traffic: one target that cannot be reached makes the whole route
  /// answer 503, since to leave it out would give its share to the others unasked.
  Outcome outcome(List<WeightedTarget> targets, Optional<ClientPolicy> policy) {
    var shares = new ArrayList<Share>();
    for (WeightedTarget target : targets) {
      switch (find(target.virtualNode(), target.port(), policy)) {
        case Found.There(var there) -> shares.add(new Share(there, target.weight()));
        case Found.Not(var reason) -> {
          return new Outcome.Unavailable(reason);
        }
      }
    }
    if (shares.stream().mapToLong(Share::weight).sum() == 0) {
      return new Outcome.Unavailable(
          "the weights of its targets add up to 0; give one a weight, or delete the route");
    }
    return new Outcome.Forward(shares);
  }

  private sealed interface Found {
    record There(Target target) implements Found {}

    record Not(String reason) implements Found {}
  }

  private Found find(String name, OptionalInt port, Optional<ClientPolicy> policy) {
    String subject = "virtual node " + name;
    var node = mesh.virtualNodes().get(name);
    if (node == null) {
      return new Found.Not(
          "%s is not in mesh %s; create it, or change the route".formatted(subject, mesh.name()));
    }
    var discovery = node.serviceDiscovery();
    if (discovery.isEmpty() || discovery.get().name().isEmpty()) {
      return new Found.Not(
          subject + " has no service discovery; add its hostname or Cloud Map name");
    }
    var listener = listener(node, port);
    if (listener.isEmpty()) {
      return new Found.Not(
          port.isPresent()
              ? "%s has no listener at port %d; add it, or correct the target's port"
                  .formatted(subject, port.getAsInt())
              : "%s has %d listeners and the target names no port; name one"
                  .formatted(subject, node.listeners().size()));
    }
    var found = discovery.get();
    var tls = CallerTls.of(policy, listener.get(), found.name(), files);
    return switch (mapped(tls)) {
      case Mapped.There<Optional<CallerTls>>(var usable) ->
          new Found.There(
              new Target(
                  name,
                  listener.get(),
                  found,
                  found.ipPreference().or(mesh.spec().ipPreference()),
                  usable));
      case Mapped.Not<Optional<CallerTls>>(var problem) ->
          new Found.Not("the client policy for %s: %s".formatted(subject, problem));
    };
  }

  // To call without the trust or the certificate that the policy names would be to ignore it.
  private Mapped<Optional<CallerTls>> mapped(Optional<CallerTls> asked) {
    if (asked.isEmpty()) {
      return new Mapped.There<>(asked);
    }
    var tls = asked.get();
    if (tls.trust().isEmpty()) {
      return new Mapped.There<>(asked);
    }
    return switch (files.trust(tls.trust().get())) {
      case Mapped.There<Trust>(var trust) ->
          new Mapped.There<>(
              Optional.of(
                  new CallerTls(
                      tls.certificate(), Optional.of(trust), tls.names(), tls.serverName())));
      case Mapped.Not<Trust>(var problem) -> new Mapped.Not<>(problem);
    };
  }

  private static Optional<Listener> listener(VirtualNodeSpec node, OptionalInt port) {
    if (port.isEmpty()) {
      return node.listeners().size() == 1
          ? Optional.of(node.listeners().getFirst())
          : Optional.empty();
    }
    return node.listeners().stream()
        .filter(listener -> listener.port() == port.getAsInt())
        .findFirst();
  }
}

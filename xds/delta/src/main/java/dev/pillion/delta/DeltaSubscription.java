package dev.pillion.delta;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A type of a [DeltaStream].
final class DeltaSubscription
    implements Subscription<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
  /// The name that stands for all names.
  private static final String WILDCARD = "*";

  private final XdsType type;
  private final Exchange exchange;
  private final Debts debts = new Debts();
  private boolean heard;
  private boolean wildcard;
  private boolean greeting;
  private final Set<String> names = new HashSet<>();
  // Versions by name, counted as held from the moment they are sent, refused or not: a refused
  // response may be applied in part, and what was never sent can never be removed.
  private final Map<String, String> told = new HashMap<>();
  // Of a refused response: each goes again once, by itself.
  private final Set<String> suspects = new HashSet<>();
  private @Nullable Backlog backlog;

  DeltaSubscription(XdsType type) {
    this.type = type;
    exchange = new Exchange(type);
  }

  @Override
  public void ask(DeltaDiscoveryRequest request) {
    boolean first = !heard;
    heard = true;
    if (first) {
      told.putAll(request.getInitialResourceVersionsMap());
    }
    // A name in both lists was dropped and taken up again.
    request.getResourceNamesUnsubscribeList().forEach(this::drop);
    request.getResourceNamesSubscribeList().forEach(name -> add(name, first));
    if (first && type.wholesale() && request.getResourceNamesSubscribeList().isEmpty()) {
      addAll();
    }
    boolean asks =
        request.getResourceNamesSubscribeCount() + request.getResourceNamesUnsubscribeCount() > 0;
    if (first || asks) {
      forgetUnasked();
      backlog = null;
    }
  }

  private void add(String name, boolean first) {
    if (name.equals(WILDCARD)) {
      addAll();
      return;
    }
    names.add(name);
    if (!first || !told.containsKey(name)) {
      debts.owe(name);
    }
  }

  private void addAll() {
    // Envoy waits for its first answer even if there is nothing to say.
    greeting |= !wildcard && told.isEmpty();
    wildcard = true;
  }

  private void drop(String name) {
    if (name.equals(WILDCARD)) {
      wildcard = false;
      greeting = false;
    } else if (names.remove(name) && wildcard) {
      // The client cannot know whether it still has the name by way of the wildcard.
      debts.owe(name);
    }
  }

  private void forgetUnasked() {
    if (!wildcard) {
      told.keySet().retainAll(names);
      debts.retain(names);
      suspects.retainAll(names);
      exchange.retain(names);
    }
  }

  @Override
  public Optional<Verdict> verdict(DeltaDiscoveryRequest request, Instant now) {
    return exchange
        .take(request.getResponseNonce())
        .map(push ->
            request.hasErrorDetail()
                ? refuse(push, request.getErrorDetail().getMessage(), now)
                : exchange.accept(push, now));
  }

  private Verdict refuse(Push push, String error, Instant now) {
    boolean sole = push.parts() == 1;
    if (!sole) {
      push.resources().forEach(resource -> suspects.add(resource.name()));
      push.removed().forEach(debts::owe);
    }
    Verdict refusal = exchange.reject(push, sole, error, now);
    forgetUnasked();
    backlog = null;
    return refusal;
  }

  @Override
  public void promise(String name, Optional<VersionedResource> resource) {
    debts.promise(name, resource);
    backlog = null;
  }

  @Override
  public void owe(String name) {
    if (!heard || wildcard || names.contains(name)) {
      debts.owe(name);
      backlog = null;
    }
  }

  @Override
  public void endPromises() {
    debts.endPromises();
  }

  @Override
  public DeltaDiscoveryResponse send(Push push, String nonce, Instant now, long mesh) {
    for (VersionedResource resource : push.resources()) {
      told.put(resource.name(), resource.version());
      answered(resource.name());
    }
    for (String name : push.removed()) {
      told.remove(name);
      answered(name);
    }
    greeting = false;
    if (backlog != null) {
      backlog = backlog.covers(push) ? backlog.after(push, told.keySet()) : null;
    }
    exchange.sent(push, nonce, now);
    var response =
        DeltaDiscoveryResponse.newBuilder()
            .setTypeUrl(type.url())
            .setNonce(nonce)
            .setSystemVersionInfo(Long.toString(mesh))
            .addAllRemovedResources(push.removed());
    push.resources().forEach(resource -> response.addResources(resource.wire()));
    return response.build();
  }

  private void answered(String name) {
    debts.answered(name);
    suspects.remove(name);
  }

  @Override
  public Due due(SortedMap<String, VersionedResource> resources, Optional<Step> step) {
    Backlog left = left(resources, step);
    return new Due(
        heard,
        exchange.answer(),
        left.together(),
        left.next(),
        left.missing(),
        left.gone(),
        greeting,
        left.unknown(),
        exchange.refuses());
  }

  private Backlog left(SortedMap<String, VersionedResource> resources, Optional<Step> step) {
    Backlog held = backlog;
    if (held != null && held.isOf(resources)) {
      return held;
    }
    Backlog next =
        step.filter(from -> held != null && held.ends(from))
            .map(from -> compare(resources, from.changed(), from.gone()))
            .orElseGet(() -> compare(resources, resources.values(), told.keySet()));
    backlog = next;
    return next;
  }

  /// @param doubtful those of the resources of which the client may not have that version
  /// @param old names of which it may have what is no longer among the resources
  private Backlog compare(
      SortedMap<String, VersionedResource> resources,
      Collection<VersionedResource> doubtful,
      Collection<String> old) {
    List<VersionedResource> together = new ArrayList<>();
    Queue<VersionedResource> alone = new ArrayDeque<>();
    boolean unknown = false;
    for (VersionedResource resource : doubtful) {
      if (lacks(resource)) {
        String name = resource.name();
        boolean company = type.sociable() && !suspects.contains(name);
        (company ? together : alone).add(resource);
        unknown |= !told.containsKey(name);
      }
    }
    var missing = new TreeSet<>(heard ? debts.owed() : Set.of());
    missing.removeAll(resources.keySet());
    missing.removeIf(name -> debts.promised(name).map(alone::add).orElse(false));
    var gone = new TreeSet<String>();
    for (String name : old) {
      if (told.containsKey(name) && !resources.containsKey(name) && !debts.owes(name)) {
        gone.add(name);
      }
    }
    return new Backlog(
        resources, List.copyOf(together), alone, List.copyOf(missing), List.copyOf(gone), unknown);
  }

  private boolean lacks(VersionedResource resource) {
    String name = resource.name();
    if (!wildcard && !names.contains(name)) {
      return false;
    }
    return !resource.version().equals(told.get(name))
        || debts.owes(name)
        || suspects.contains(name);
  }

  @Override
  public TypeStatus status(boolean inSync) {
    return exchange.status(told.size(), inSync);
  }

  @Override
  public List<ResourceStatus> resources() {
    return exchange.resources(told, suspects::contains);
  }

  @Override
  public Exchange exchange() {
    return exchange;
  }

  @Override
  public boolean heard() {
    return heard;
  }
}

package dev.pillion.delta;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
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

/// A type of a [WorldStream]. Of clusters and listeners each response has all, and what it lacks is
/// removed; of the others a response has what is new, and nothing can be removed.
///
/// What a client says to hold from an earlier stream is not relied on: the version that it gives is
/// that of the last set it accepted, and it may have dropped a part of that set since, or have
/// taken over a part of one that it refused. Envoy passes over what it has already.
final class WorldSubscription implements Subscription<DiscoveryRequest, DiscoveryResponse> {
  /// The name that stands for all names.
  private static final String WILDCARD = "*";

  private final XdsType type;
  private final Exchange exchange;
  private final Debts debts = new Debts();
  private boolean heard;
  // Whether the client ever gave a name: until then, none means all.
  private boolean named;
  private boolean wildcard;
  private boolean greeting;
  // Whether the client may have taken over a part of what it refused, which the next response that
  // it accepts settles.
  private boolean unsettled;
  private Set<String> names = Set.of();
  // Versions by name as they were last sent, refused or not.
  private final Map<String, String> told = new HashMap<>();
  // What a response that has all has; refused versions are not in it.
  private final ResourceSet whole = new ResourceSet();
  private final Map<String, VersionedResource> accepted = new HashMap<>();
  // Parts of a refused response, each to be sent without those after it.
  private final Deque<Set<String>> trials = new ArrayDeque<>();
  private @Nullable Backlog backlog;

  WorldSubscription(XdsType type) {
    this.type = type;
    exchange = new Exchange(type);
  }

  @Override
  public void ask(DiscoveryRequest request) {
    var asked = new HashSet<>(request.getResourceNamesList());
    named |= !asked.isEmpty();
    boolean all = asked.remove(WILDCARD) || (type.wholesale() && !named);
    if (heard && all == wildcard && asked.equals(names)) {
      return;
    }
    heard = true;
    asked.stream().filter(name -> !told.containsKey(name)).forEach(debts::owe);
    // Envoy waits for its first answer even if there is nothing to say.
    greeting = all && (greeting || !wildcard);
    wildcard = all;
    names = asked;
    forgetUnasked();
    backlog = null;
  }

  private void forgetUnasked() {
    if (!wildcard) {
      told.keySet().retainAll(names);
      whole.retain(names);
      accepted.keySet().retainAll(names);
      debts.retain(names);
      exchange.retain(names);
    }
  }

  @Override
  public Optional<Verdict> verdict(DiscoveryRequest request, Instant now) {
    return exchange
        .take(request.getResponseNonce())
        .map(push ->
            request.hasErrorDetail()
                ? refuse(push, request.getErrorDetail().getMessage(), now)
                : accept(push, now));
  }

  private Verdict accept(Push push, Instant now) {
    push.resources().forEach(resource -> accepted.put(resource.name(), resource));
    push.removed().forEach(accepted::remove);
    unsettled = false;
    return exchange.accept(push, now);
  }

  private Verdict refuse(Push push, String error, Instant now) {
    boolean sole = push.resources().size() == 1;
    push.resources().forEach(resource -> takeBack(resource, sole));
    if (push.resources().size() > 1) {
      halve(push.resources());
    }
    // Envoy may have taken over some of it and some not, removals too.
    unsettled |= type.wholesale() && push.parts() > 1;
    greeting |= unsettled && !push.resources().isEmpty();
    Verdict refusal = exchange.reject(push, sole, error, now);
    forgetUnasked();
    backlog = null;
    return refusal;
  }

  /// Puts what was accepted before in the place of what is refused.
  private void takeBack(VersionedResource refused, boolean sole) {
    String name = refused.name();
    Optional<VersionedResource> before = Optional.ofNullable(accepted.get(name));
    before.ifPresentOrElse(whole::put, () -> whole.remove(name));
    if (!sole) {
      before.ifPresentOrElse(r -> told.put(name, r.version()), () -> told.remove(name));
    }
  }

  private void halve(List<VersionedResource> refused) {
    int middle = refused.size() / 2;
    trials.push(namesOf(refused.subList(middle, refused.size())));
    trials.push(namesOf(refused.subList(0, middle)));
  }

  private static Set<String> namesOf(List<VersionedResource> resources) {
    var names = new HashSet<String>();
    resources.forEach(resource -> names.add(resource.name()));
    return names;
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
  public DiscoveryResponse send(Push push, String nonce, Instant now, long mesh) {
    for (VersionedResource resource : push.resources()) {
      told.put(resource.name(), resource.version());
      whole.put(resource);
      debts.answered(resource.name());
    }
    for (String name : push.removed()) {
      told.remove(name);
      whole.remove(name);
      debts.answered(name);
    }
    greeting = false;
    if (backlog != null && !backlog.takeOff(push)) {
      backlog = null;
    }
    exchange.sent(push, nonce, now);
    var response =
        DiscoveryResponse.newBuilder()
            .setTypeUrl(type.url())
            .setNonce(nonce)
            .setVersionInfo(whole.version());
    Collection<VersionedResource> sent = type.wholesale() ? whole.all() : push.resources();
    sent.forEach(resource -> response.addResources(resource.wire().getResource()));
    return response.build();
  }

  @Override
  public Due due(SortedMap<String, VersionedResource> resources) {
    Backlog left = backlog;
    if (left == null || !left.isOf(resources)) {
      left = compare(resources);
      backlog = left;
    }
    return new Due(
        heard,
        exchange.answer(),
        left.together(),
        left.next(),
        List.of(),
        left.gone(),
        greeting,
        left.unknown(),
        exchange.refuses());
  }

  private Backlog compare(SortedMap<String, VersionedResource> resources) {
    List<VersionedResource> lacking = resources.values().stream().filter(this::lacks).toList();
    boolean unknown = lacking.stream().anyMatch(resource -> !told.containsKey(resource.name()));
    List<VersionedResource> together = new ArrayList<>();
    Queue<VersionedResource> alone = new ArrayDeque<>();
    for (VersionedResource resource : nextTrial(lacking)) {
      (type.wholesale() ? together : alone).add(resource);
    }
    for (String name : debts.owed()) {
      if (!resources.containsKey(name)) {
        debts.promised(name).ifPresent(alone::add);
      }
    }
    var gone = new TreeSet<>(type.wholesale() ? told.keySet() : Set.of());
    gone.removeAll(resources.keySet());
    if (!type.wholesale()) {
      // It cannot be removed, so there will be nothing in its place.
      exchange.retain(resources.keySet());
    }
    return new Backlog(
        resources, List.copyOf(together), alone, List.of(), List.copyOf(gone), unknown);
  }

  /// What of it is next, if a response was refused and its parts are tried one after the other.
  private List<VersionedResource> nextTrial(List<VersionedResource> lacking) {
    while (!trials.isEmpty()) {
      Set<String> trial = trials.element();
      List<VersionedResource> part =
          lacking.stream().filter(resource -> trial.contains(resource.name())).toList();
      if (!part.isEmpty()) {
        return part;
      }
      trials.remove();
    }
    return lacking;
  }

  private boolean lacks(VersionedResource resource) {
    String name = resource.name();
    return covers(name) && (!resource.version().equals(told.get(name)) || debts.owes(name));
  }

  private boolean covers(String name) {
    return wildcard || names.contains(name);
  }

  @Override
  public TypeStatus status(boolean inSync) {
    return exchange.status(told.size(), inSync);
  }

  @Override
  public List<ResourceStatus> resources() {
    return exchange.resources(told, name -> !accepted.containsKey(name));
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

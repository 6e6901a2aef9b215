package dev.pillion.delta;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a client asked for of one type and what it was told. Owned by its [DeltaStream].
final class Subscription {
  /// The name that stands for all names.
  private static final String WILDCARD = "*";

  private final XdsType type;
  private boolean heard;
  private boolean wildcard;
  private boolean greeting;
  private final Set<String> names = new HashSet<>();
  // Versions by name, counted as held from the moment they are sent, refused or not: a refused
  // response may be applied in part, and what was never sent can never be removed.
  private final Map<String, String> told = new HashMap<>();
  // Names to be answered whatever was told before.
  private final Set<String> owed = new HashSet<>();
  // Stand in for what is owed and has left the snapshot since the client was led to ask for it.
  private final Map<String, VersionedResource> promised = new HashMap<>();
  // Of a refused response: each goes again once, by itself.
  private final Set<String> suspects = new HashSet<>();
  private final Map<String, Verdict.Rejected> rejected = new HashMap<>();
  private @Nullable Outstanding outstanding;
  private @Nullable Backlog backlog;
  private @Nullable Instant sent;
  private @Nullable Instant acknowledged;

  private record Outstanding(String nonce, Push push, boolean late) {}

  Subscription(XdsType type) {
    this.type = type;
  }

  /// Takes over what a request asks for.
  void ask(DeltaDiscoveryRequest request) {
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
      owed.add(name);
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
      owed.add(name);
    }
  }

  private void forgetUnasked() {
    if (!wildcard) {
      told.keySet().retainAll(names);
      owed.retainAll(names);
      suspects.retainAll(names);
      rejected.keySet().retainAll(names);
    }
  }

  /// The verdict in a request, if it answers the outstanding response.
  Optional<Verdict> verdict(DeltaDiscoveryRequest request, Instant now) {
    Outstanding answered = outstanding;
    if (answered == null || !answered.nonce().equals(request.getResponseNonce())) {
      return Optional.empty();
    }
    outstanding = null;
    SortedMap<String, String> versions = versions(answered.push());
    if (!request.hasErrorDetail()) {
      acknowledged = now;
      return Optional.of(new Verdict.Accepted(type, versions, now));
    }
    String error = EnvoyError.brief(request.getErrorDetail().getMessage());
    var refusal = new Verdict.Rejected(type, versions, error, now);
    refuse(answered.push(), refusal);
    return Optional.of(refusal);
  }

  private void refuse(Push push, Verdict.Rejected refusal) {
    for (VersionedResource resource : push.resources()) {
      if (push.parts() == 1) {
        rejected.put(resource.name(), refusal);
      } else {
        suspects.add(resource.name());
      }
    }
    if (push.parts() > 1) {
      owed.addAll(push.removed());
    }
    forgetUnasked();
    backlog = null;
  }

  /// Has the name answered anew if the client asked for it, or asks for it in its first request;
  /// with this, should the snapshot have moved on by then.
  void promise(String name, Optional<VersionedResource> resource) {
    resource.ifPresentOrElse(r -> promised.put(name, r), () -> promised.remove(name));
    if (!heard || wildcard || names.contains(name)) {
      owed.add(name);
    }
    backlog = null;
  }

  /// Ends the promises of which nothing is owed.
  void endPromises() {
    promised.keySet().retainAll(owed);
  }

  /// Takes note of a response.
  void sent(Push push, String nonce, Instant now) {
    for (VersionedResource resource : push.resources()) {
      told.put(resource.name(), resource.version());
      answered(resource.name());
    }
    for (String name : push.removed()) {
      told.remove(name);
      answered(name);
    }
    greeting = false;
    if (backlog != null && !backlog.takeOff(push)) {
      backlog = null;
    }
    outstanding = new Outstanding(nonce, push, false);
    sent = now;
  }

  private void answered(String name) {
    owed.remove(name);
    promised.remove(name);
    suspects.remove(name);
    rejected.remove(name);
  }

  /// Ends the wait for the response of that nonce.
  void late(String nonce) {
    if (outstanding != null && outstanding.nonce().equals(nonce)) {
      outstanding = new Outstanding(nonce, outstanding.push(), true);
    }
  }

  /// How far the client is from having these.
  Due due(SortedMap<String, VersionedResource> resources) {
    Backlog left = backlog;
    if (left == null || !left.isOf(resources)) {
      left = compare(resources);
      backlog = left;
    }
    return new Due(
        heard,
        answer(),
        left.together(),
        left.next(),
        left.missing(),
        left.gone(),
        greeting,
        left.unknown(),
        !rejected.isEmpty());
  }

  private Backlog compare(SortedMap<String, VersionedResource> resources) {
    List<VersionedResource> together = new ArrayList<>();
    Queue<VersionedResource> alone = new ArrayDeque<>();
    boolean unknown = false;
    for (VersionedResource resource : resources.values()) {
      if (lacks(resource)) {
        String name = resource.name();
        boolean company = type.wholesale() && !suspects.contains(name);
        (company ? together : alone).add(resource);
        unknown |= !told.containsKey(name);
      }
    }
    var missing = new TreeSet<>(heard ? owed : Set.of());
    missing.removeAll(resources.keySet());
    missing.stream().flatMap(name -> Stream.ofNullable(promised.get(name))).forEach(alone::add);
    missing.removeAll(promised.keySet());
    var gone = new TreeSet<>(told.keySet());
    gone.removeAll(resources.keySet());
    gone.removeAll(owed);
    return new Backlog(
        resources, List.copyOf(together), alone, List.copyOf(missing), List.copyOf(gone), unknown);
  }

  private boolean lacks(VersionedResource resource) {
    String name = resource.name();
    if (!wildcard && !names.contains(name)) {
      return false;
    }
    return !resource.version().equals(told.get(name))
        || owed.contains(name)
        || suspects.contains(name);
  }

  private Due.Answer answer() {
    if (outstanding == null) {
      return Due.Answer.RECEIVED;
    }
    return outstanding.late() ? Due.Answer.LATE : Due.Answer.AWAITED;
  }

  /// Where the client stands.
  TypeStatus status(boolean inSync) {
    return new TypeStatus(
        type,
        told.size(),
        Optional.ofNullable(sent),
        Optional.ofNullable(acknowledged),
        rejected.values().stream().max(Comparator.comparing(Verdict.Rejected::at)),
        inSync);
  }

  boolean heard() {
    return heard;
  }

  private static SortedMap<String, String> versions(Push push) {
    var versions = new TreeMap<String, String>();
    push.resources().forEach(resource -> versions.put(resource.name(), resource.version()));
    return versions;
  }
}

package dev.pillion.delta;

import static dev.pillion.delta.RecordingClient.request;
import static dev.pillion.delta.RecordingClient.typeOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Status;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Envoy as seen from its server: applies responses as they arrive, asks for what its clusters and
/// listeners name, withholds the answer to clusters that warm, and outlives its streams. Nothing
/// happens but by a call, so that a test can interleave as it likes.
final class SimulatedEnvoy {
  /// What Envoy makes of a response with a bad resource in it.
  enum Mood {
    /// It drops all of it, as for what protobuf validation finds.
    DROPS_ALL,
    /// It takes the rest, as for what makes no sense to the cluster or listener itself.
    DROPS_THE_BAD
  }

  private final Supplier<Optional<Snapshot>> source;
  private final Dialect dialect;
  private final Predicate<String> bad;
  private final boolean complete;
  private final Map<XdsType, Map<String, Resource>> held = new EnumMap<>(XdsType.class);
  private final Map<XdsType, Set<String>> asked = new EnumMap<>(XdsType.class);
  private final Deque<DeltaDiscoveryRequest> outbound = new ArrayDeque<>();
  private final Set<String> processed = new HashSet<>();
  private final Set<String> warming = new TreeSet<>();
  private final Set<String> warmingSecrets = new TreeSet<>();
  // Clusters in use for which Envoy was told that there are no endpoints.
  private final Set<String> empty = new TreeSet<>();
  // Secrets in use that were answered, with what or how: nothing waits for them any more.
  private final Set<String> answeredSecrets = new TreeSet<>();
  // Those of them of which Envoy was told that there are none.
  private final Set<String> bare = new TreeSet<>();
  private @Nullable DeltaDiscoveryRequest withheld;
  private RecordingClient client;
  // Route tables of a stream that ended. A server of the state of the world is not told what a
  // client holds, so it cannot keep what they lead to.
  private final Set<String> inherited = new TreeSet<>();
  private boolean refusedClusters;
  private int opening;

  /// Envoy refuses the resources of `bad` versions.
  ///
  /// @param complete whether no snapshot has a cluster without endpoints
  SimulatedEnvoy(
      Supplier<Optional<Snapshot>> source,
      Dialect dialect,
      Predicate<String> bad,
      boolean complete) {
    this.source = source;
    this.dialect = dialect;
    this.complete = complete;
    this.bad = bad;
    client = new RecordingClient(source, dialect);
    reconnect();
  }

  RecordingClient client() {
    return client;
  }

  Map<String, Resource> held(XdsType type) {
    return held.computeIfAbsent(type, _ -> new TreeMap<>());
  }

  /// The name and version of all it holds of a type.
  SortedMap<String, String> versions(XdsType type) {
    var versions = new TreeMap<String, String>();
    held(type).forEach((name, resource) -> versions.put(name, resource.getVersion()));
    return versions;
  }

  Set<String> asked(XdsType type) {
    return asked.computeIfAbsent(type, _ -> new TreeSet<>());
  }

  /// Loses the stream with all that is under way and opens another.
  void reconnect() {
    client.stream().close();
    client = new RecordingClient(source, dialect);
    outbound.clear();
    processed.clear();
    warming.clear();
    warmingSecrets.clear();
    withheld = null;
    if (dialect == Dialect.WORLD) {
      inherited.addAll(held(XdsType.RDS).keySet());
    }
    for (XdsType type : XdsType.values()) {
      client.sent(type).putAll(held(type));
      client.sent(type).keySet().removeIf(name -> type == XdsType.RDS && inherited.contains(name));
      client.sent(type).values().removeIf(resource -> type == XdsType.RDS && !leads(resource));
      if (type.wholesale() || !asked(type).isEmpty()) {
        outbound.add(
            request(type)
                .putAllInitialResourceVersions(versions(type))
                .addAllResourceNamesSubscribe(asked(type))
                .build());
      }
    }
    opening = outbound.size();
  }

  /// Whether the server has heard of every type since the stream began.
  boolean opened() {
    return opening <= 0;
  }

  /// Whether it has read all responses and the server all requests.
  boolean isIdle() {
    return outbound.isEmpty()
        && client.unanswered.stream().allMatch(r -> processed.contains(r.getNonce()));
  }

  /// Hands one request to the server, if any is under way.
  boolean deliver() {
    DeltaDiscoveryRequest request = outbound.poll();
    if (request == null) {
      return false;
    }
    client.unanswered.removeIf(r -> r.getNonce().equals(request.getResponseNonce()));
    request.getResourceNamesUnsubscribeList().forEach(client.sent(type(request))::remove);
    client.send(request);
    opening--;
    return true;
  }

  /// Takes in one response, if any is under way.
  boolean process(Mood mood) {
    Optional<DeltaDiscoveryResponse> next =
        client.unanswered.stream().filter(r -> !processed.contains(r.getNonce())).findFirst();
    next.ifPresent(response -> {
      processed.add(response.getNonce());
      process(response, mood);
      checkRoutes();
    });
    return next.isPresent();
  }

  private void process(DeltaDiscoveryResponse response, Mood mood) {
    XdsType type = typeOf(response);
    var taken = new ArrayList<>(response.getResourcesList());
    boolean refused = taken.removeIf(resource -> bad.test(resource.getVersion()));
    if (refused && mood == Mood.DROPS_ALL) {
      taken.clear();
    } else {
      response.getRemovedResourcesList().forEach(held(type)::remove);
    }
    // What arrives after it was given up concerns nobody.
    taken.removeIf(r -> !type.wholesale() && !asked(type).contains(r.getName()));
    // What is sent again changes nothing, and does not warm.
    var fresh = new ArrayList<>(taken);
    fresh.removeIf(r -> r.getVersion().equals(version(type, r.getName())));
    taken.forEach(resource -> held(type).put(resource.getName(), resource));
    var answer = request(type).setResponseNonce(response.getNonce());
    if (refused) {
      refusedClusters |= type == XdsType.CDS;
      answer.setErrorDetail(Status.newBuilder().setMessage("bad"));
    }
    switch (type) {
      case CDS -> {
        fresh.forEach(cluster -> {
          warming.addAll(References.of(type, cluster));
          warmingSecrets.addAll(References.secrets(type, cluster));
        });
        follow(XdsType.EDS, names(XdsType.CDS, References::of));
        followSecrets();
        warmingSecrets.removeAll(answeredSecrets);
        withheld = answer.build();
      }
      case EDS -> {
        for (Resource endpoints : response.getResourcesList()) {
          warming.remove(endpoints.getName());
          empty.remove(endpoints.getName());
        }
        // Only a cluster that warms is left without endpoints; one in use keeps those it has.
        response.getRemovedResourcesList().stream().filter(warming::remove).forEach(empty::add);
        outbound.add(answer.build());
      }
      case SDS -> {
        for (Resource secret : response.getResourcesList()) {
          answeredSecrets.add(secret.getName());
          bare.remove(secret.getName());
        }
        answeredSecrets.addAll(response.getRemovedResourcesList());
        response.getRemovedResourcesList().stream()
            .filter(warmingSecrets::contains)
            .forEach(bare::add);
        warmingSecrets.removeAll(answeredSecrets);
        outbound.add(answer.build());
      }
      case LDS -> {
        follow(XdsType.RDS, names(XdsType.LDS, References::of));
        followSecrets();
        outbound.add(answer.build());
      }
      case RDS -> {
        taken.forEach(table -> inherited.remove(table.getName()));
        outbound.add(answer.build());
      }
    }
    endWarming();
  }

  /// Waits no longer for endpoints and secrets that do not come.
  void giveUp() {
    empty.addAll(warming);
    warming.clear();
    bare.addAll(warmingSecrets);
    answeredSecrets.addAll(warmingSecrets);
    warmingSecrets.clear();
    endWarming();
  }

  private void endWarming() {
    warming.retainAll(asked(XdsType.EDS));
    empty.retainAll(asked(XdsType.EDS));
    warmingSecrets.retainAll(asked(XdsType.SDS));
    answeredSecrets.retainAll(asked(XdsType.SDS));
    bare.retainAll(asked(XdsType.SDS));
    if (warming.isEmpty() && warmingSecrets.isEmpty() && withheld != null) {
      outbound.add(withheld);
      withheld = null;
    }
  }

  private void followSecrets() {
    Set<String> wanted = names(XdsType.CDS, References::secrets);
    wanted.addAll(names(XdsType.LDS, References::secrets));
    follow(XdsType.SDS, wanted);
  }

  /// What the held resources of one type name.
  private Set<String> names(XdsType type, BiFunction<XdsType, Resource, Set<String>> of) {
    var names = new TreeSet<String>();
    held(type).values().forEach(resource -> names.addAll(of.apply(type, resource)));
    return names;
  }

  /// Asks for what is named, and for nothing else.
  private void follow(XdsType to, Set<String> wanted) {
    var added = new TreeSet<>(wanted);
    added.removeAll(asked(to));
    var dropped = new TreeSet<>(asked(to));
    dropped.removeAll(wanted);
    if (!added.isEmpty() || !dropped.isEmpty()) {
      held(to).keySet().removeAll(dropped);
      outbound.add(
          request(to)
              .addAllResourceNamesSubscribe(added)
              .addAllResourceNamesUnsubscribe(dropped)
              .build());
    }
    asked(to).retainAll(wanted);
    asked(to).addAll(wanted);
  }

  /// No route that is in use leads nowhere, unless Envoy itself refused the cluster.
  private void checkRoutes() {
    for (Resource table : held(XdsType.RDS).values()) {
      if (inherited.contains(table.getName())) {
        continue;
      }
      for (String cluster : References.of(XdsType.RDS, table)) {
        assertTrue(
            refusedClusters || held(XdsType.CDS).containsKey(cluster),
            table.getName() + " leads to " + cluster + ", which Envoy does not have");
        assertTrue(
            !complete || !empty.contains(cluster),
            table.getName() + " leads to " + cluster + ", which has lost its endpoints");
        assertTrue(
            !complete || Collections.disjoint(bare, secrets(cluster)),
            table.getName() + " leads to " + cluster + ", which has no secret");
      }
    }
  }

  private String version(XdsType type, String name) {
    return Optional.ofNullable(held(type).get(name)).map(Resource::getVersion).orElse("");
  }

  private Set<String> secrets(String cluster) {
    return Optional.ofNullable(held(XdsType.CDS).get(cluster))
        .map(resource -> References.secrets(XdsType.CDS, resource))
        .orElse(Set.of());
  }

  private boolean leads(Resource table) {
    return held(XdsType.CDS).keySet().containsAll(References.of(XdsType.RDS, table));
  }

  private static XdsType type(DeltaDiscoveryRequest request) {
    return XdsType.of(request.getTypeUrl()).orElseThrow();
  }
}

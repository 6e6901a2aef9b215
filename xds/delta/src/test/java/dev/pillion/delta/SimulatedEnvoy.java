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
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
  private final Predicate<String> bad;
  private final boolean complete;
  private final Map<XdsType, Map<String, Resource>> held = new EnumMap<>(XdsType.class);
  private final Map<XdsType, Set<String>> asked = new EnumMap<>(XdsType.class);
  private final Deque<DeltaDiscoveryRequest> outbound = new ArrayDeque<>();
  private final Set<String> processed = new HashSet<>();
  private final Set<String> warming = new TreeSet<>();
  // Clusters in use for which Envoy was told that there are no endpoints.
  private final Set<String> empty = new TreeSet<>();
  private @Nullable DeltaDiscoveryRequest withheld;
  private RecordingClient client;
  private boolean refusedClusters;
  private int opening;

  /// Envoy refuses the resources of `bad` versions.
  ///
  /// @param complete whether no snapshot has a cluster without endpoints
  SimulatedEnvoy(Supplier<Optional<Snapshot>> source, Predicate<String> bad, boolean complete) {
    this.source = source;
    this.complete = complete;
    this.bad = bad;
    client = new RecordingClient(source);
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
    client = new RecordingClient(source);
    outbound.clear();
    processed.clear();
    warming.clear();
    withheld = null;
    for (XdsType type : XdsType.values()) {
      client.sent(type).putAll(held(type));
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
    taken.forEach(resource -> held(type).put(resource.getName(), resource));
    var answer = request(type).setResponseNonce(response.getNonce());
    if (refused) {
      refusedClusters |= type == XdsType.CDS;
      answer.setErrorDetail(Status.newBuilder().setMessage("bad"));
    }
    switch (type) {
      case CDS -> {
        taken.forEach(cluster -> warming.addAll(References.of(type, cluster)));
        follow(XdsType.CDS, XdsType.EDS);
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
      case LDS -> {
        follow(XdsType.LDS, XdsType.RDS);
        outbound.add(answer.build());
      }
      case RDS -> outbound.add(answer.build());
    }
    warming.retainAll(asked(XdsType.EDS));
    empty.retainAll(asked(XdsType.EDS));
    if (warming.isEmpty() && withheld != null) {
      outbound.add(withheld);
      withheld = null;
    }
  }

  /// Asks for what the held resources of one type name in the next.
  private void follow(XdsType from, XdsType to) {
    var wanted = new TreeSet<String>();
    held(from).values().forEach(resource -> wanted.addAll(References.of(from, resource)));
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
      for (String cluster : References.of(XdsType.RDS, table)) {
        assertTrue(
            refusedClusters || held(XdsType.CDS).containsKey(cluster),
            table.getName() + " leads to " + cluster + ", which Envoy does not have");
        assertTrue(
            !complete || !empty.contains(cluster),
            table.getName() + " leads to " + cluster + ", which has lost its endpoints");
      }
    }
  }

  private boolean leads(Resource table) {
    return held(XdsType.CDS).keySet().containsAll(References.of(XdsType.RDS, table));
  }

  private static XdsType type(DeltaDiscoveryRequest request) {
    return XdsType.of(request.getTypeUrl()).orElseThrow();
  }
}

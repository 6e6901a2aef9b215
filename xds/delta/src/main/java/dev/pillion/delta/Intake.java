package dev.pillion.delta;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// The client's end of a delta stream, for one that passes on what it is sent: takes in every
/// response, asks for whatever clusters and listeners name, and makes a [Snapshot] of it under the
/// sender's versions. It outlives its streams: a new one is told what is held. Not safe for use by
/// several threads at a time.
public final class Intake {
  /// The types that are asked for whole, in the order in which they are pushed, and before those
  /// that they name.
  private static final List<XdsType> WHOLE = List.of(XdsType.CDS, XdsType.LDS);

  private final Map<XdsType, Holding> holdings = new EnumMap<>(XdsType.class);
  private long version;
  private long taken;
  private Optional<Snapshot> made = Optional.empty();

  /// One that holds nothing.
  public Intake() {
    for (XdsType type : XdsType.values()) {
      holdings.put(type, new Holding(type, WHOLE.contains(type)));
    }
  }

  /// The requests with which a new stream begins.
  ///
  /// @param node who asks; it goes with the first request, as it does with Envoy's
  public List<DeltaDiscoveryRequest> open(Node node) {
    taken = 0;
    var requests = new ArrayList<DeltaDiscoveryRequest>();
    for (XdsType type : WHOLE) {
      requests.add(holding(type).opening());
    }
    askForNames();
    for (XdsType type : XdsType.values()) {
      if (!WHOLE.contains(type) && holding(type).asksForAny()) {
        requests.add(holding(type).opening());
      }
    }
    requests.set(0, requests.getFirst().toBuilder().setNode(node).build());
    return List.copyOf(requests);
  }

  /// Takes in a response; gives the acknowledgement, and what there is to ask for besides.
  ///
  /// @throws InvalidProtocolBufferException when it cannot be read; what was held is held on
  public List<DeltaDiscoveryRequest> take(DeltaDiscoveryResponse response)
      throws InvalidProtocolBufferException {
    XdsType type =
        XdsType.of(response.getTypeUrl())
            .orElseThrow(() ->
                new InvalidProtocolBufferException("of a type nobody asked for: " + response));
    var resources = new ArrayList<VersionedResource>();
    for (Resource wire : response.getResourcesList()) {
      resources.add(VersionedResource.received(wire));
    }
    holding(type).take(resources, response.getRemovedResourcesList());
    version = Math.max(version, number(response.getSystemVersionInfo()));
    taken++;
    var requests = new ArrayList<DeltaDiscoveryRequest>();
    requests.add(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(type.url())
            .setResponseNonce(response.getNonce())
            .build());
    requests.addAll(askForNames());
    make();
    return List.copyOf(requests);
  }

  /// Everything, as long as nothing that is named in it is still to come; the one before, while
  /// something is.
  public Optional<Snapshot> snapshot() {
    return made;
  }

  /// Whether [#snapshot] has all that was taken in.
  public boolean complete() {
    return holdings.values().stream().allMatch(Holding::complete);
  }

  /// How many responses of the present stream were taken in.
  public long taken() {
    return taken;
  }

  private List<DeltaDiscoveryRequest> askForNames() {
    var endpoints = new TreeSet<String>();
    var secrets = new TreeSet<String>();
    var routes = new TreeSet<String>();
    for (XdsType type : WHOLE) {
      for (VersionedResource resource : holding(type).resources().values()) {
        resource.needs().endpoints().ifPresent(endpoints::add);
        secrets.addAll(resource.needs().secrets());
        routes.addAll(resource.needs().routes());
      }
    }
    var requests = new ArrayList<DeltaDiscoveryRequest>();
    ask(XdsType.EDS, endpoints).ifPresent(requests::add);
    ask(XdsType.SDS, secrets).ifPresent(requests::add);
    ask(XdsType.RDS, routes).ifPresent(requests::add);
    return requests;
  }

  private Optional<DeltaDiscoveryRequest> ask(XdsType type, SortedSet<String> names) {
    return holding(type).ask(names);
  }

  private void make() {
    if (!complete()) {
      return;
    }
    Map<XdsType, SortedMap<String, VersionedResource>> all = new EnumMap<>(XdsType.class);
    holdings.forEach((type, holding) -> all.put(type, holding.resources()));
    var fresh = new Snapshot(version, all);
    made = Optional.of(made.map(fresh::sharing).orElse(fresh));
  }

  private Holding holding(XdsType type) {
    return holdings.computeIfAbsent(type, t -> new Holding(t, WHOLE.contains(t)));
  }

  // Of a server that gives none, or none that is a number.
  static long number(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}

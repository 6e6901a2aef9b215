package dev.pillion.xds.snapshot;

import dev.pillion.delta.Snapshot;
import dev.pillion.delta.XdsType;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Meshes;
import dev.pillion.mesh.state.Presence;
import dev.pillion.xds.discovery.EndpointTable;
import dev.pillion.xds.discovery.Lookup;
import dev.pillion.xds.snapshot.ProxyResources.Answer;
import dev.pillion.xds.translate.DiscoveredCluster;
import dev.pillion.xds.translate.Endpoints;
import dev.pillion.xds.translate.EnvoyResources;
import dev.pillion.xds.translate.Translation;
import dev.pillion.xds.translate.Translator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One proxy group: its answer, and who wants to hear of a new one. Safe for use by many threads.
final class Group {
  /// Where a group's resources come from.
  record Sources(Meshes meshes, EndpointTable endpoints, Translator translator) {}

  private record Wanted(EnvoyResources resources, List<String> problems, long version) {}

  private static final Logger LOG = LoggerFactory.getLogger(Group.class);

  private static final Set<ResourceId> MESH_ONLY = Set.of(new ResourceId.Mesh());

  private final ProxyGroup id;
  private final Sources sources;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  /* guards: everything below; held for translating only */
  private final Object lock = new Object();
  private Set<ResourceId> reads = Set.of();
  // The newest translation, until it is in the snapshot.
  private Optional<Wanted> wanted = Optional.empty();
  private Optional<Snapshot> snapshot = Optional.empty();
  // What fills the snapshot's clusters.
  private SortedMap<String, DiscoveredCluster> discovered = new TreeMap<>();
  private List<String> problems = List.of();
  private List<String> endpointProblems = List.of();
  // Written under the lock; read without it, so that streams do not wait for a translation.
  private volatile Optional<Answer> answer = Optional.empty();

  Group(ProxyGroup id, Sources sources) {
    this.id = id;
    this.sources = sources;
  }

  ProxyGroup id() {
    return id;
  }

  List<Runnable> watchers() {
    return watchers;
  }

  /// The answer, translated now if it never was.
  Answer answer() {
    return answer.orElseGet(this::first);
  }

  private Answer first() {
    synchronized (lock) {
      return answer.orElseGet(this::translate);
    }
  }

  GroupView view() {
    synchronized (lock) {
      var all = new ArrayList<>(problems);
      all.addAll(endpointProblems);
      return new GroupView(id, answer(), all);
    }
  }

  /// Takes in what has changed, and tells the watchers if the answer is a new one.
  void refresh(Set<ResourceId> touched, Set<ServiceKey> services) {
    boolean news;
    synchronized (lock) {
      if (answer.isEmpty()) {
        return;
      }
      var before = answer;
      if (touched.stream().anyMatch(reads::contains)) {
        translate();
      } else if (wanted.isPresent() || names(services)) {
        advance();
      }
      news = !before.equals(answer);
    }
    if (news) {
      watchers.forEach(Runnable::run);
    }
  }

  private boolean names(Set<ServiceKey> services) {
    return discovered.values().stream().anyMatch(cluster -> services.contains(cluster.service()));
  }

  private Answer translate() {
    var mesh = sources.meshes().mesh(id.mesh());
    if (mesh.isEmpty()) {
      return switch (Presence.of(sources.meshes(), id)) {
        case Presence.Not(var problem) -> missing(problem, MESH_ONLY);
        // It came between the two looks; word of that commit is on its way.
        case Presence.Node _, Presence.Gateway _ ->
            missing(id + ": the mesh is just being created", MESH_ONLY);
      };
    }
    return switch (sources.translator().translate(mesh.get(), id)) {
      case Translation.Missing(var problem, var looked) -> missing(problem, looked);
      case Translation.Translated(var resources, var found, var looked) -> {
        reads = looked;
        wanted = Optional.of(new Wanted(resources, found, mesh.get().version()));
        yield advance();
      }
    };
  }

  // Proxies that live keep what they have: their last good configuration is better than none.
  private Answer missing(String problem, Set<ResourceId> looked) {
    reads = looked;
    wanted = Optional.empty();
    problems = reported(List.of(problem));
    return set(
        snapshot.<Answer>map(Answer.Ready::new).orElseGet(() -> new Answer.Unknown(problem)));
  }

  // Clusters are not answered before it is known who is behind them, lest traffic moves to a
  // cluster
  // that is still empty. Until then what was answered stays, with its endpoints kept up to date.
  private Answer advance() {
    var missing = wanted.map(next -> awaited(next.resources())).orElse("");
    if (missing.isEmpty()) {
      wanted.ifPresent(this::publish);
      wanted = Optional.empty();
    }
    fill();
    return set(
        snapshot
            .<Answer>map(Answer.Ready::new)
            .orElseGet(() -> new Answer.NotYet("waiting for " + missing)));
  }

  // What there has to be word of first; empty when nothing.
  private String awaited(EnvoyResources resources) {
    if (resources.discovered().isEmpty()) {
      return "";
    }
    // Asked before the services: a report that comes in between brings both.
    var agents = sources.endpoints().awaited();
    // Asked in any case: from the first question on a service has its time.
    var unlisted =
        resources.discovered().values().stream()
            .map(DiscoveredCluster::service)
            .distinct()
            .filter(service -> sources.endpoints().lookup(service) instanceof Lookup.Awaited)
            .map(ServiceKey::toString)
            .sorted()
            .collect(Collectors.joining(", "));
    return snapshot.isEmpty() && !agents.isEmpty() ? "the reports of " + agents : unlisted;
  }

  private void publish(Wanted next) {
    var made = new Checked(snapshot);
    var resources = next.resources();
    resources.clusters().forEach((name, cluster) -> made.add(XdsType.CDS, name, cluster));
    resources.listeners().forEach((name, listener) -> made.add(XdsType.LDS, name, listener));
    resources.routes().forEach((name, table) -> made.add(XdsType.RDS, name, table));
    resources.secrets().forEach((name, secret) -> made.add(XdsType.SDS, name, secret));
    discovered = resources.discovered();
    discovered.keySet().forEach(name -> endpoints(made, name));
    var all = new ArrayList<>(next.problems());
    all.addAll(made.problems());
    problems = reported(all);
    snapshot = Optional.of(made.at(next.version()));
  }

  private void fill() {
    snapshot =
        snapshot.map(held -> {
          var made = new Checked(snapshot);
          List.of(XdsType.values()).forEach(made::keep);
          discovered.keySet().forEach(name -> endpoints(made, name));
          endpointProblems = List.copyOf(made.problems());
          return made.at(held.version());
        });
  }

  // A service that no agent has listed has no assignment: what a running Envoy has of it stays.
  private void endpoints(Checked made, String name) {
    var cluster = Objects.requireNonNull(discovered.get(name));
    switch (sources.endpoints().lookup(cluster.service())) {
      case Lookup.Known(var instances) ->
          made.add(XdsType.EDS, name, Endpoints.assignment(name, cluster, instances));
      case Lookup.Awaited _, Lookup.Unknown _ -> made.keep(XdsType.EDS, name);
    }
  }

  private Answer set(Answer next) {
    answer = Optional.of(next);
    return next;
  }

  private List<String> reported(List<String> found) {
    found.stream()
        .filter(problem -> !problems.contains(problem))
        .forEach(problem -> LOG.warn("group={} problem=\"{}\"", id, problem));
    return List.copyOf(found);
  }
}

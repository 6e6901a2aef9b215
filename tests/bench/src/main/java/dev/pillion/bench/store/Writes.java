package dev.pillion.bench.store;

import com.sun.management.ThreadMXBean;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.SpecDocument;
import dev.pillion.xds.json.SpecJson;
import dev.pillion.xds.store.Author;
import dev.pillion.xds.store.Change;
import dev.pillion.xds.store.MeshStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/// Bytes of heap that one write takes, of the thread that asks and of the one that writes.
///
/// @param resources in the mesh: one in six is a virtual node, one in 300 a virtual router, the
///   rest are routes
record Writes(int resources, double updateNode, double updateRoute, double tag) {
  private static final String MESH = "bench";
  private static final int ROUTES_EACH = 50;
  private static final int TOGETHER = 500;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Writes measure(Path data, int resources, int writes) {
    int nodes = Math.max(1, resources / 6);
    int routers = Math.max(1, (resources - nodes) / ROUTES_EACH);
    int routes = Math.max(1, resources - nodes - routers);
    try (MeshStore store = MeshStore.open(data, "123456789012", Clock.systemUTC())) {
      fill(store, nodes, routers, routes);
      return new Writes(
          1 + nodes + routers + routes,
          bytesEach(store, writes, i -> update(node(i % nodes), nodeSpec(i))),
          bytesEach(
              store, writes, i -> update(route(i % routes, routers), routeSpec(i % nodes, i))),
          bytesEach(store, writes, i -> tag(node(i % nodes), i)));
    }
  }

  private static void fill(MeshStore store, int nodes, int routers, int routes) {
    store.commit(create(new ResourceId.Mesh(), "{}"));
    var changes = new ArrayList<Change>();
    for (int i = 0; i < nodes; i++) {
      changes.add(create(node(i), nodeSpec(i)));
    }
    for (int i = 0; i < routers; i++) {
      changes.add(create(new ResourceId.VirtualRouter("router-" + i), "{}"));
    }
    for (int i = 0; i < routes; i++) {
      changes.add(create(route(i, routers), routeSpec(i % nodes, 1)));
    }
    for (int from = 0; from < changes.size(); from += TOGETHER) {
      store.commit(changes.subList(from, Math.min(changes.size(), from + TOGETHER)));
    }
  }

  private static double bytesEach(MeshStore store, int writes, IntFunction<Change> change) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < writes; i++) {
      changes.add(change.apply(i));
    }
    long before = allocated();
    changes.forEach(store::commit);
    return (allocated() - before) / (double) writes;
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes() + THREADS.getThreadAllocatedBytes(writer());
  }

  private static long writer() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("pillion-store"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no thread of the store's"))
        .threadId();
  }

  private static ResourceId node(int i) {
    return new ResourceId.VirtualNode("node-" + i);
  }

  private static ResourceId route(int i, int routers) {
    return new ResourceId.Route("router-" + i % routers, "route-" + i);
  }

  private static String nodeSpec(int i) {
    return ("{\"listeners\":[{\"portMapping\":{\"port\":%d,\"protocol\":\"http\"}}],"
            + "\"serviceDiscovery\":{\"dns\":{\"hostname\":\"node.local\"}}}")
        .formatted(1 + i % 65_535);
  }

  private static String routeSpec(int node, int number) {
    return ("{\"httpRoute\":{\"match\":{\"prefix\":\"/%d\"},\"action\":{\"weightedTargets\":["
            + "{\"virtualNode\":\"node-%d\",\"weight\":1}]}}}")
        .formatted(number, node);
  }

  private static Change create(ResourceId id, String spec) {
    return new Change.Create(
        MESH,
        id,
        document(id, spec),
        Collections.emptySortedMap(),
        Optional.empty(),
        Author.DEVELOPMENT);
  }

  private static Change update(ResourceId id, String spec) {
    return new Change.Update(MESH, id, document(id, spec), Optional.empty(), Author.DEVELOPMENT);
  }

  private static Change tag(ResourceId id, int number) {
    var tags = new TreeMap<String, String>();
    tags.put("number", Integer.toString(number));
    return new Change.Tag(MESH, id, tags, Author.DEVELOPMENT);
  }

  private static SpecDocument document(ResourceId id, String spec) {
    return SpecJson.stored(Kind.of(id), spec);
  }

  String row() {
    return String.format(
        Locale.ROOT,
        "| %d | %.1f | %.1f | %.1f |%n",
        resources,
        updateNode / 1024,
        updateRoute / 1024,
        tag / 1024);
  }
}

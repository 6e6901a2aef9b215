package dev.pillion.envoy.bootstrap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.envoy.settings.Admin;
import dev.pillion.envoy.settings.Configuration;
import dev.pillion.envoy.settings.MeshResource;
import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.inject.envoy.GrpcClusters;
import dev.pillion.inject.envoy.StatsTags;
import java.util.ArrayList;

/// The bootstrap document that the environment asks for: the one of the agent's Envoys, and what
/// App Mesh's variables add to it.
public final class Documents {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int OWNER_ONLY = 0600;

  private Documents() {}

  /// Makes it.
  ///
  /// @throws dev.pillion.envoy.settings.ImageException when a file of the user's does not fit
  public static Document of(Configuration.Made made, Admin admin, Surroundings around) {
    var xds = XdsCluster.of(made.server(), around);
    var root =
        Bootstrap.document(
            node(made.resource(), around.task()),
            admin(admin, around.adminPlace()),
            xds.cluster(),
            made.details().initialFetchSeconds() + "s");
    var clusters = root.withObject("/static_resources").withArray("clusters");
    made.details()
        .sdsSocket()
        .ifPresent(path -> clusters.add(GrpcClusters.atSocket(Bootstrap.SDS_CLUSTER, path)));
    runtime(root, made.details());
    root.putObject("cluster_manager")
        .putObject("outlier_detection")
        .put("event_log_path", made.details().outlierLog());
    Tracers.add(root, made.tracing(), made.resource(), around);
    Statistic.add(root, made);
    var warnings = new ArrayList<String>();
    UserConfig.merge(root, made.files(), around, warnings);
    return new Document(root.toPrettyString() + "\n", xds.secrets(), warnings);
  }

  private static ObjectNode node(MeshResource resource, TaskMetadata task) {
    var node = JSON.objectNode();
    node.put("id", resource.nodeId()).put("cluster", resource.cluster());
    var metadata =
        node.putObject("metadata")
            .put("mesh", resource.group().mesh())
            .put(StatsTags.word(resource.group()), resource.group().name());
    task.addTo(metadata);
    task.addLocalityTo(node);
    return node;
  }

  private static ObjectNode admin(Admin admin, Admin.Place place) {
    var json = JSON.objectNode();
    json.set("address", Addresses.of(place, OWNER_ONLY));
    json.putArray("access_log")
        .addObject()
        .put("name", "envoy.access_loggers.file")
        .putObject("typed_config")
        .put("@type", Bootstrap.type("extensions.access_loggers.file.v3.FileAccessLog"))
        .put("path", admin.log());
    return json.put("ignore_global_conn_limit", true);
  }

  private static void runtime(ObjectNode root, Configuration.Details details) {
    var layer = (ObjectNode) root.at("/layered_runtime/layers/0/static_layer");
    // So that what the user brings along may be as old as App Mesh's Envoy.
    layer.put("envoy.features.enable_all_deprecated_features", true);
    details
        .requestsPerIoCycle()
        .ifPresent(most -> layer.put("http.max_requests_per_io_cycle", most));
  }
}

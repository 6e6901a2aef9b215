package dev.pillion.envoy.stats;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which virtual services lead to which cluster, from Envoy's own routes.
///
/// @param byCluster the virtual services by the cluster's name
public record VirtualServices(Map<String, Set<String>> byCluster) {
  /// None.
  public static final VirtualServices UNKNOWN = new VirtualServices(Map.of());

  // Hosts that stand for no virtual service.
  private static final Set<String> OTHERS =
      Set.of("mesh_allow_all", "default_backend", "self_redirect");

  /// Copies the map.
  public VirtualServices {
    byCluster = Map.copyOf(byCluster);
  }

  /// Reads `/config_dump?resource=dynamic_route_configs`.
  public static VirtualServices of(String dump) {
    var found = new HashMap<String, Set<String>>();
    try {
      for (JsonNode config : new ObjectMapper().readTree(dump).path("configs")) {
        JsonNode table = config.path("route_config");
        if (table.path("name").asText().startsWith("rds_egress_")) {
          table.path("virtual_hosts").forEach(host -> add(found, host));
        }
      }
    } catch (JsonProcessingException _) {
      return UNKNOWN;
    }
    return new VirtualServices(found);
  }

  private static void add(Map<String, Set<String>> found, JsonNode host) {
    String service = host.path("name").asText();
    if (OTHERS.contains(service)) {
      return;
    }
    for (JsonNode route : host.path("routes")) {
      JsonNode action = route.path("route");
      add(found, action.path("cluster"), service);
      action
          .path("weighted_clusters")
          .path("clusters")
          .forEach(target -> add(found, target.path("name"), service));
    }
  }

  private static void add(Map<String, Set<String>> found, JsonNode cluster, String service) {
    if (cluster.isTextual()) {
      found.computeIfAbsent(cluster.textValue(), _ -> new TreeSet<>()).add(service);
    }
  }

  /// The virtual service that leads there, if it is the only one: Envoy does not count by both.
  Optional<String> only(String cluster) {
    Set<String> services = byCluster.getOrDefault(cluster, Set.of());
    return services.size() == 1 ? services.stream().findFirst() : Optional.empty();
  }
}

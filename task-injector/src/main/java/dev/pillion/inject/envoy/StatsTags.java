package dev.pillion.inject.envoy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pillion.mesh.model.ProxyGroup;

/// The tags of Envoy's statistics, as App Mesh's own image gives them. Dashboards group by them.
/// Envoy searches a name for the expressions, so they need no `.*?` in front, as App Mesh's have:
/// with it, Envoy's start took three times as long.
public final class StatsTags {
  private final ArrayNode tags = JsonNodeFactory.instance.arrayNode();

  /// Which mesh, and which virtual node or gateway: what `ENABLE_ENVOY_STATS_TAGS` asks for.
  public StatsTags proxy(String mesh, ProxyGroup group) {
    return fixed("appmesh.mesh", mesh).fixed("appmesh." + word(group), group.name());
  }

  /// Of a node with several listeners, which one.
  public StatsTags listener() {
    return regex("appmesh.listener_protocol", "\\.ingress\\.((\\w+?)\\.)[0-9]+?\\.(.+?)$")
        .regex("appmesh.listener_port", "\\.ingress\\.\\w+?\\.(([0-9]+?)\\.)(.+?)$")
        .regex("envoy_rds_route_config", "\\.ingress\\.\\w+?\\.[0-9]+?\\.rds\\.((.*?)\\.)(.+?)$");
  }

  /// A tag that every statistic carries.
  public StatsTags fixed(String name, String value) {
    tags.addObject().put("tag_name", name).put("fixed_value", value);
    return this;
  }

  /// A tag of the statistics whose name the expression finds: its first group leaves the name, its
  /// second is the value.
  public StatsTags regex(String name, String regex) {
    tags.addObject().put("tag_name", name).put("regex", regex);
    return this;
  }

  /// For `stats_config.stats_tags`.
  public ArrayNode json() {
    return tags.deepCopy();
  }

  /// What metadata and tags call the kind of a proxy: `virtual_node`.
  public static String word(ProxyGroup group) {
    return switch (group.kind()) {
      case VIRTUAL_NODE -> "virtual_node";
      case VIRTUAL_GATEWAY -> "virtual_gateway";
    };
  }
}

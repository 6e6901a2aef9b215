package dev.pillion.envoy.settings;

import dev.pillion.mesh.model.ProxyGroup;

/// What the Envoy stands for.
///
/// @param nodeId the value that names it, byte for byte
/// @param cluster what Envoy calls itself
/// @param mesh with its owner, if that is given: as App Mesh's image puts it into tags and traces
/// @param group the virtual node or gateway
public record MeshResource(String nodeId, String cluster, String mesh, ProxyGroup group) {
  private static final String FORM =
      "set it to the ARN of a virtual node or a virtual gateway, or to"
          + " mesh/<mesh>/virtualNode/<name>";
  private static final ProxyGroup NONE = ProxyGroup.virtualNode("", "");

  static MeshResource read(EnvironmentReader reader) {
    String id =
        reader
            .first(Variable.RESOURCE_ARN, Variable.RESOURCE_NAME, Variable.VIRTUAL_NODE_NAME)
            .orElse("");
    var group = ProxyGroup.parse(id);
    if (id.isEmpty()) {
      reader.problem(Variable.RESOURCE_ARN.key(), "is not set", FORM);
    } else if (group.isEmpty()) {
      reader.bad(named(reader), id, "a virtual node or a virtual gateway", FORM);
    }
    return new MeshResource(
        id,
        reader.first(Variable.RESOURCE_CLUSTER, Variable.VIRTUAL_NODE_CLUSTER).orElse(id),
        group.isEmpty() ? "" : id.split("/", -1)[1],
        group.orElse(NONE));
  }

  private static Variable named(EnvironmentReader reader) {
    if (reader.text(Variable.RESOURCE_ARN).isPresent()) {
      return Variable.RESOURCE_ARN;
    }
    return reader.text(Variable.RESOURCE_NAME).isPresent()
        ? Variable.RESOURCE_NAME
        : Variable.VIRTUAL_NODE_NAME;
  }

  /// `<mesh>/<name>`, as App Mesh's image names a proxy in traces.
  public String shortName() {
    return mesh + "/" + group.name();
  }
}

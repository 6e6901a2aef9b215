package dev.pillion.xds.translate;

import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.state.MeshState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A mesh, one of its virtual nodes, and what Cloud Map holds: the input of one golden folder.
record Scenario(
    String name,
    MeshState mesh,
    ProxyGroup group,
    AddressFamilies families,
    Map<ServiceKey, List<Instance>> instances) {

  static Scenario of(String name, MeshBuilder mesh, String node) {
    var state = mesh.at(1);
    var group = ProxyGroup.virtualNode(state.name(), node);
    return new Scenario(name, state, group, AddressFamilies.BOTH, Map.of());
  }

  Scenario with(AddressFamilies other) {
    return new Scenario(name, mesh, group, other, instances);
  }

  Scenario with(String service, Instance... found) {
    return new Scenario(
        name, mesh, group, families, Map.of(new ServiceKey("demo.local", service), List.of(found)));
  }

  static Instance instance(String id, String address, Map<String, String> attributes) {
    boolean six = address.contains(":");
    return new Instance(
        id,
        six ? Optional.empty() : Optional.of(address),
        six ? Optional.of(address) : Optional.empty(),
        OptionalInt.empty(),
        attributes);
  }
}

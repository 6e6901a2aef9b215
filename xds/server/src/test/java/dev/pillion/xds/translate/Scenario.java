package dev.pillion.xds.translate;

import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.tls.CertificateFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A mesh, one of its virtual nodes or gateways, and what Cloud Map holds: the input of one golden
/// folder.
record Scenario(
    String name,
    MeshState mesh,
    ProxyGroup group,
    AddressFamilies families,
    CertificateFiles certificates,
    Map<ServiceKey, List<Instance>> instances) {

  static Scenario of(String name, MeshBuilder mesh, String node) {
    var state = mesh.at(1);
    var group = ProxyGroup.virtualNode(state.name(), node);
    return new Scenario(name, state, group, AddressFamilies.BOTH, CertificateFiles.NONE, Map.of());
  }

  Scenario with(AddressFamilies other) {
    return new Scenario(name, mesh, group, other, certificates, instances);
  }

  Scenario with(String service, Instance... found) {
    return new Scenario(
        name,
        mesh,
        group,
        families,
        certificates,
        Map.of(new ServiceKey("demo.local", service), List.of(found)));
  }

  static Instance instance(String id, String address, Map<String, String> attributes) {
    boolean six = address.contains(":");
    return instance(id, six ? "" : address, six ? address : "", attributes);
  }

  static Instance instance(String id, String four, String six, Map<String, String> attributes) {
    return new Instance(
        id,
        four.isEmpty() ? Optional.empty() : Optional.of(four),
        six.isEmpty() ? Optional.empty() : Optional.of(six),
        OptionalInt.empty(),
        attributes);
  }
}

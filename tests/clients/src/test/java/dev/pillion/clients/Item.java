package dev.pillion.clients;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A resource as clients know it.
///
/// @param kind the word in operations: `VirtualNode`
/// @param names the members that say which one it is, the mesh's included
/// @param update what its specification is changed to, if the scenario changes it
record Item(
    String kind,
    Map<String, Object> names,
    Map<String, Object> spec,
    Optional<Map<String, Object>> update) {

  /// A resource of that name in a place that other names tell.
  static Item of(String kind, Map<String, Object> place, String name, Map<String, Object> spec) {
    var names = new HashMap<>(place);
    names.put(member(kind) + "Name", name);
    return new Item(kind, names, spec, Optional.empty());
  }

  /// The same, and what its specification is changed to.
  Item changedTo(String json) {
    return new Item(kind, names, spec, Optional.of(Specs.members(json)));
  }

  /// The member that holds it in answers: `virtualNode`.
  String member() {
    return member(kind);
  }

  private static String member(String kind) {
    return kind.substring(0, 1).toLowerCase(Locale.ROOT) + kind.substring(1);
  }

  /// The member that holds many in lists: `virtualNodes`.
  String collection() {
    return kind.equals("Mesh") ? "meshes" : member() + "s";
  }

  String nameMember() {
    return member() + "Name";
  }

  String name() {
    return String.valueOf(names.get(nameMember()));
  }

  String listing() {
    return kind.equals("Mesh") ? "ListMeshes" : "List" + kind + "s";
  }

  /// The members that say where to list it: all names but its own.
  Map<String, Object> place() {
    var place = new HashMap<>(names);
    place.remove(nameMember());
    return place;
  }

  /// The input that creates it.
  Map<String, Object> create() {
    return with("spec", spec);
  }

  /// Its names with one more member, in a map of the caller's own.
  Map<String, Object> with(String member, Object value) {
    var input = new HashMap<>(names);
    input.put(member, value);
    return input;
  }

  String arn() {
    var arn = new StringBuilder("arn:aws:appmesh:us-east-1:" + Stage.ACCOUNT + ":mesh/");
    arn.append(names.get("meshName"));
    for (String parent : new String[] {"virtualRouter", "virtualGateway"}) {
      if (!parent.equals(member()) && names.containsKey(parent + "Name")) {
        arn.append('/').append(parent).append('/').append(names.get(parent + "Name"));
      }
    }
    return kind.equals("Mesh") ? arn.toString() : arn + "/" + member() + "/" + name();
  }
}

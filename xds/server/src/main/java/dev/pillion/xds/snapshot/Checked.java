package dev.pillion.xds.snapshot;

import com.google.protobuf.Message;
import dev.pillion.delta.Snapshot;
import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import dev.pillion.xds.translate.Constraints;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A snapshot while it is put together: a resource that Envoy would refuse is held back, and the
/// last good one of its name stays in its place.
final class Checked {
  private final Optional<Snapshot> last;
  private final Map<XdsType, SortedMap<String, VersionedResource>> resources =
      new EnumMap<>(XdsType.class);
  private final List<String> problems = new ArrayList<>();

  Checked(Optional<Snapshot> last) {
    this.last = last;
  }

  void add(XdsType type, String name, Message message) {
    var resource = VersionedResource.of(name, message);
    var good = last(type, name);
    if (good.filter(held -> held.version().equals(resource.version())).isPresent()) {
      put(type, good.get());
      return;
    }
    var violations = Constraints.violations(message);
    if (violations.isEmpty()) {
      put(type, resource);
      return;
    }
    problems.add(
        "%s %s: Envoy would refuse it: %s; %s, report this as a defect"
            .formatted(
                type,
                name,
                String.join(", ", violations),
                good.isPresent() ? "the last good one stays" : "it is left out"));
    good.ifPresent(held -> put(type, held));
  }

  /// Takes over what the last snapshot has of that name, if anything.
  void keep(XdsType type, String name) {
    last(type, name).ifPresent(held -> put(type, held));
  }

  /// Takes over all of a type.
  void keep(XdsType type) {
    last.ifPresent(held -> resources.put(type, new TreeMap<>(held.of(type))));
  }

  List<String> problems() {
    return problems;
  }

  /// The snapshot; the last one itself where nothing but the version is new.
  Snapshot at(long version) {
    if (!problems.isEmpty()) {
      keepReferenced();
    }
    var made = new Snapshot(version, resources);
    return last.filter(held -> same(held, made)).orElse(made);
  }

  // What a last good resource refers to has to stay as well.
  private void keepReferenced() {
    for (XdsType type : List.of(XdsType.CDS, XdsType.EDS, XdsType.SDS, XdsType.RDS)) {
      last.ifPresent(held ->
          held.of(type)
              .forEach((name, resource) ->
                  resources
                      .computeIfAbsent(type, _ -> new TreeMap<>())
                      .putIfAbsent(name, resource)));
    }
  }

  private static boolean same(Snapshot one, Snapshot other) {
    for (XdsType type : XdsType.values()) {
      if (!versions(one, type).equals(versions(other, type))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, String> versions(Snapshot snapshot, XdsType type) {
    var versions = new TreeMap<String, String>();
    snapshot.of(type).forEach((name, resource) -> versions.put(name, resource.version()));
    return versions;
  }

  private Optional<VersionedResource> last(XdsType type, String name) {
    return last.flatMap(snapshot -> Optional.ofNullable(snapshot.of(type).get(name)));
  }

  private void put(XdsType type, VersionedResource resource) {
    resources.computeIfAbsent(type, _ -> new TreeMap<>()).put(resource.name(), resource);
  }
}

package dev.pillion.xds.store;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.json.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One write to a mesh as it was decided, for a ledger to keep.
///
/// @param meshVersion the mesh's version after it; before it, it was one less
/// @param parts what is changed, in order
/// @param at when it was decided
public record Entry(String mesh, long meshVersion, List<Part> parts, Instant at) {
  /// How many versions of a resource its history keeps.
  public static final int VERSIONS_KEPT = 1_000;

  /// How long a client token is known.
  public static final Duration TOKEN_LIFE = Duration.ofHours(24);

  /// Copies its list.
  public Entry {
    parts = List.copyOf(parts);
  }

  /// One resource changed.
  ///
  /// @param before the resource before; empty where it is created
  /// @param answer what the client is told: the resource after; a deleted one as it last was
  public record Part(Change change, Optional<Resource> before, Resource answer) {
    /// The resource.
    public ResourceId id() {
      return change.id();
    }

    /// The resource after; empty where it is deleted.
    public Optional<Resource> after() {
      return change instanceof Change.Delete ? Optional.empty() : Optional.of(answer);
    }

    /// What the resource's history gets; tags are not in it.
    public Optional<HistoryEntry> history(Instant at) {
      return switch (change) {
        case Change.Create _, Change.Update _ ->
            Optional.of(history(answer.metadata().version(), at));
        // A deleted mesh is told of with its last version, which the history has already.
        case Change.Delete _ ->
            before.map(resource -> history(resource.metadata().version() + 1, at));
        case Change.Tag _, Change.Untag _ -> Optional.empty();
      };
    }

    private HistoryEntry history(long version, Instant at) {
      return new HistoryEntry(
          answer.metadata().uid(),
          answer.metadata().createdAt(),
          version,
          at,
          change.author().principal(),
          change.author().address(),
          change.action(),
          answer.document().text());
    }
  }

  /// What all parts together make of a resource.
  public record Net(ResourceId id, Optional<Resource> before, Optional<Resource> after) {}

  static Entry of(
      List<Change> changes,
      Optional<MeshContent> mesh,
      List<Resource> answers,
      long meshVersion,
      Instant at) {
    var now = new HashMap<ResourceId, Optional<Resource>>();
    var parts = new ArrayList<Part>();
    for (int i = 0; i < changes.size(); i++) {
      ResourceId id = changes.get(i).id();
      Optional<Resource> before =
          now.getOrDefault(id, mesh.map(content -> content.resources().get(id)));
      var part = new Part(changes.get(i), before, answers.get(i));
      now.put(id, part.after());
      parts.add(part);
    }
    return new Entry(changes.getFirst().mesh(), meshVersion, parts, at);
  }

  /// The client token that makes a repetition of it known.
  public Optional<ClientToken> token() {
    return parts.getFirst().change().token();
  }

  /// What becomes of each resource, once each.
  public Collection<Net> net() {
    Map<ResourceId, Net> net = new LinkedHashMap<>();
    for (Part part : parts) {
      Optional<Resource> before =
          net.containsKey(part.id()) ? net.get(part.id()).before() : part.before();
      net.put(part.id(), new Net(part.id(), before, part.after()));
    }
    return List.copyOf(net.values());
  }

  /// What the audit log gets.
  public List<AuditEntry> audit() {
    var lines = new ArrayList<AuditEntry>();
    for (Part part : parts) {
      lines.add(audit(part, lines.size()));
    }
    return lines;
  }

  private AuditEntry audit(Part part, int number) {
    return new AuditEntry(
        mesh,
        meshVersion,
        number,
        at,
        part.change().author().principal(),
        part.change().author().address(),
        part.change().action(),
        part.id(),
        part.answer().metadata().uid(),
        version(part.before()),
        version(part.after()));
  }

  private static OptionalLong version(Optional<Resource> resource) {
    return resource
        .map(found -> OptionalLong.of(found.metadata().version()))
        .orElse(OptionalLong.empty());
  }
}

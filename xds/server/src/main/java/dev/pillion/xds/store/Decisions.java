package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.Metadata;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.state.PortRules;
import dev.pillion.mesh.state.Quota;
import dev.pillion.mesh.state.Quotas;
import dev.pillion.mesh.state.Reference;
import dev.pillion.mesh.state.References;
import dev.pillion.xds.json.Resource;
import dev.pillion.xds.json.SpecDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Decides what a write does to a mesh, or refuses it; every store decides by it.
final class Decisions {
  private static final int MOST_TAGS = 50;

  /// The largest specification as JSON, in bytes. DynamoDB's items end at 400 kB, and one of ours
  /// has the tags in it too; a mesh must be movable from one store to the other.
  private static final int LARGEST_SPEC = 300_000;

  private final String account;
  private final Quotas quotas;
  private final Refusals refusals;

  Decisions(String account, Quotas quotas) {
    this.account = account;
    this.quotas = quotas;
    this.refusals = new Refusals(account);
  }

  /// What a write comes to.
  ///
  /// @param answer the resource after the write; a deleted one as it is told of
  /// @param content the mesh after the write; empty when it is gone
  record Decision(Resource answer, Optional<MeshContent> content) {}

  /// What several writes come to that are done as one.
  ///
  /// @param answers each resource after its write
  /// @param content the mesh after all of them, one version on; empty when it is gone
  record Together(List<Resource> answers, Optional<MeshContent> content) {
    Together {
      answers = List.copyOf(answers);
    }
  }

  /// Decides each on what those before it made of the mesh.
  ///
  /// @param before the mesh as it is, if it is
  /// @param version the last version that a mesh of that name had; 0 where there was none
  /// @param meshes how many meshes there are
  Together decide(
      List<Change> changes, @Nullable MeshContent before, long version, int meshes, Instant now) {
    var answers = new ArrayList<Resource>();
    Optional<MeshContent> content = Optional.ofNullable(before);
    for (Change change : changes) {
      Decision decision = decide(change, content.orElse(null), version, meshes, now);
      answers.add(decision.answer());
      content = decision.content();
    }
    return new Together(answers, content.map(mesh -> mesh.at(version + 1)));
  }

  private Decision decide(
      Change change, @Nullable MeshContent before, long version, int meshes, Instant now) {
    return switch (change) {
      case Change.Create create -> {
        ResourceId id = create.id();
        int used = before == null ? meshes : Quota.used(before.state(), id);
        Decision decision = create(create, before, version, now);
        checkQuota(create.mesh(), id, Quota.of(id), used + 1, used);
        yield decision;
      }
      case Change.Update update -> update(update, existing(update, before), now);
      case Change.Delete delete -> delete(delete, existing(delete, before), now);
      case Change.Tag tag -> tag(tag, existing(tag, before));
      case Change.Untag untag -> untag(untag, existing(untag, before));
    };
  }

  private Decision create(
      Change.Create create, @Nullable MeshContent before, long version, Instant now) {
    ResourceId id = create.id();
    var metadata = new Metadata(UUID.randomUUID(), 1, now, now, account, account);
    var resource = new Resource(create.mesh(), id, metadata, create.document(), create.tags());
    if (id instanceof ResourceId.Mesh) {
      if (before != null) {
        throw refusals.exists(create.mesh(), id);
      }
      checkSize(create.mesh(), id, create.document());
      return decided(resource, MeshContent.of(create.mesh(), version + 1, List.of(resource)));
    }
    MeshContent mesh = present(create.mesh(), before);
    id.parent()
        .filter(parent -> !mesh.ids().contains(parent))
        .ifPresent(parent -> {
          throw refusals.notFound(create.mesh(), parent);
        });
    if (mesh.ids().contains(id)) {
      throw refusals.exists(create.mesh(), id);
    }
    check(mesh.state(), create.mesh(), id, create.document());
    checkBackends(create.mesh(), id, create.document(), 0);
    return decided(resource, mesh.with(resource));
  }

  private Decision update(Change.Update update, MeshContent before, Instant now) {
    Resource old = resource(update.mesh(), update.id(), before);
    check(before.state(), update.mesh(), update.id(), update.document());
    checkBackends(update.mesh(), update.id(), update.document(), backends(old.document()));
    var resource =
        new Resource(
            update.mesh(), update.id(), old.metadata().next(now), update.document(), old.tags());
    return decided(resource, before.with(resource));
  }

  /// App Mesh's answer counts the deletion as a version of the resource, but not of a mesh.
  private Decision delete(Change.Delete delete, MeshContent before, Instant now) {
    ResourceId id = delete.id();
    Resource old = resource(delete.mesh(), id, before);
    References.need(before.state(), id)
        .ifPresent(need -> {
          throw refusals.needed(delete.mesh(), id, need);
        });
    if (id instanceof ResourceId.Mesh) {
      return new Decision(old, Optional.empty());
    }
    var gone =
        new Resource(delete.mesh(), id, old.metadata().next(now), old.document(), old.tags());
    return decided(gone, before.without(id));
  }

  private Decision tag(Change.Tag tag, MeshContent before) {
    Resource old = resource(tag.mesh(), tag.id(), before);
    var tags = new TreeMap<>(old.tags());
    tags.putAll(tag.tags());
    if (tags.size() > MOST_TAGS) {
      throw refusals.tooManyTags(tag.mesh(), tag.id(), tags.size(), MOST_TAGS);
    }
    return tagged(old, tags, before);
  }

  private Decision untag(Change.Untag untag, MeshContent before) {
    Resource old = resource(untag.mesh(), untag.id(), before);
    var tags = new TreeMap<>(old.tags());
    tags.keySet().removeAll(untag.keys());
    return tagged(old, tags, before);
  }

  private static Decision tagged(Resource old, SortedMap<String, String> tags, MeshContent before) {
    var resource = new Resource(old.mesh(), old.id(), old.metadata(), old.document(), tags);
    return decided(resource, before.with(resource));
  }

  /// The resource, or the refusal that names what is missing.
  Resource resource(String mesh, ResourceId id, @Nullable MeshContent content) {
    Resource resource = present(mesh, content).resources().get(id);
    if (resource == null) {
      throw refusals.notFound(mesh, id);
    }
    return resource;
  }

  /// The refusal of a resource that never was.
  MeshException absent(String mesh, ResourceId id) {
    return refusals.notFound(mesh, id);
  }

  MeshContent present(String mesh, @Nullable MeshContent content) {
    if (content == null) {
      throw refusals.notFound(mesh, new ResourceId.Mesh());
    }
    return content;
  }

  private MeshContent existing(Change change, @Nullable MeshContent content) {
    return present(change.mesh(), content);
  }

  private void check(MeshState state, String mesh, ResourceId id, SpecDocument document) {
    List<Reference> missing = References.missing(state, document.references());
    var problems = new ArrayList<>(PortRules.problems(state, id, document.spec()));
    problems.addAll(sizeProblems(document));
    if (!missing.isEmpty() || !problems.isEmpty()) {
      throw refusals.broken(mesh, id, problems, missing);
    }
  }

  private void checkSize(String mesh, ResourceId id, SpecDocument document) {
    List<String> problems = sizeProblems(document);
    if (!problems.isEmpty()) {
      throw refusals.broken(mesh, id, problems, List.of());
    }
  }

  private static List<String> sizeProblems(SpecDocument document) {
    int bytes = document.text().getBytes(StandardCharsets.UTF_8).length;
    return bytes <= LARGEST_SPEC
        ? List.of()
        : List.of(
            ("spec has %d bytes as JSON, and %d are the most; make it smaller, or split what it"
                    + " names over several resources")
                .formatted(bytes, LARGEST_SPEC));
  }

  private void checkBackends(String mesh, ResourceId id, SpecDocument document, int before) {
    checkQuota(mesh, id, Quota.BACKENDS, backends(document), before);
  }

  private static int backends(SpecDocument document) {
    return document.spec() instanceof VirtualNodeSpec node ? node.backends().size() : 0;
  }

  /// What was there before a quota was lowered may stay, but not grow.
  private void checkQuota(String mesh, ResourceId id, Quota quota, int after, int before) {
    int most = quotas.most(quota);
    if (after > most && after > before) {
      throw refusals.overQuota(mesh, id, quota, most);
    }
  }

  private static Decision decided(Resource answer, MeshContent content) {
    return new Decision(answer, Optional.of(content));
  }
}

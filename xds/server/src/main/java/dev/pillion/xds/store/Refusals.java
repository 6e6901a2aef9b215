package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Quota;
import dev.pillion.mesh.state.Reference;
import dev.pillion.xds.json.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The words in which requests are refused; those that App Mesh was seen to use are kept.
public final class Refusals {
  private static final int LISTED = 20;

  private final String account;

  /// Refusals that speak of that account.
  public Refusals(String account) {
    this.account = account;
  }

  /// There is no such mesh or resource in it.
  public MeshException notFound(String mesh, ResourceId id) {
    return new MeshException(Code.NOT_FOUND, absent(mesh, id));
  }

  /// The request breaks rules, and may name resources that are not there: all in one message. Where
  /// only resources are missing, the refusal is that they are not found.
  public MeshException broken(
      String mesh, ResourceId id, List<String> violations, List<Reference> missing) {
    var problems = new ArrayList<>(violations);
    for (Reference reference : missing) {
      problems.add(
          "%s (%s): create it first, or name another"
              .formatted(absent(mesh, reference.target()), reference.at()));
    }
    String listed = String.join("; ", problems.subList(0, Math.min(LISTED, problems.size())));
    if (problems.size() > LISTED) {
      listed += "; and %d more".formatted(problems.size() - LISTED);
    }
    Code code = violations.isEmpty() ? Code.NOT_FOUND : Code.INVALID;
    return new MeshException(code, spoken(mesh, id) + ": " + listed);
  }

  MeshException exists(String mesh, ResourceId id) {
    String place = id instanceof ResourceId.Mesh ? "" : " under mesh " + mesh;
    return new MeshException(
        Code.CONFLICT,
        "%s already exists%s for account %s; update it, or choose another name"
            .formatted(spoken(mesh, id), place, account));
  }

  MeshException needed(String mesh, ResourceId id, String need) {
    return new MeshException(
        Code.IN_USE,
        "%s cannot be deleted because %s; delete or change what needs it first"
            .formatted(spoken(mesh, id), need));
  }

  MeshException overQuota(String mesh, ResourceId id, Quota quota, int most) {
    return new MeshException(
        Code.LIMIT,
        "%s: %s are limited to %d (quota %s); delete some, or set %s higher on the server"
            .formatted(spoken(mesh, id), quota.words(), most, quota.code(), quota.setting()));
  }

  MeshException tooManyTags(String mesh, ResourceId id, int tags, int most) {
    return new MeshException(
        Code.TOO_MANY_TAGS,
        ("%s would have %d tags, and %d are the most. None of the tags in this request were applied;"
                + " take some off first")
            .formatted(spoken(mesh, id), tags, most));
  }

  static MeshException tokenUsed(String token) {
    return new MeshException(
        Code.CONFLICT,
        ("The request contains a client token that was used for a previous update resource call"
                + " with different specifications (%s); try the request again with a new client"
                + " token")
            .formatted(token));
  }

  static MeshException outOfPatience(String mesh, Duration patience, int overtaken) {
    return new MeshException(
        Code.UNAVAILABLE,
        "mesh " + mesh,
        overtaken == 0
            ? "the write waited %d s for those before it, and nothing changed"
                .formatted(patience.toSeconds())
            : "other servers wrote first %d times within %d s, and nothing changed"
                .formatted(overtaken, patience.toSeconds()),
        "try again in a moment");
  }

  private String absent(String mesh, ResourceId id) {
    String place =
        switch (id) {
          case ResourceId.Mesh() -> "";
          case ResourceId.Route(var router, _) ->
              " under VirtualRouter " + router + " under mesh " + mesh;
          case ResourceId.GatewayRoute(var gateway, _) ->
              " under VirtualGateway " + gateway + " under mesh " + mesh;
          case ResourceId.VirtualNode _,
              ResourceId.VirtualRouter _,
              ResourceId.VirtualService _,
              ResourceId.VirtualGateway _ ->
              " under mesh " + mesh;
        };
    return "%s is not present%s for account %s".formatted(spoken(mesh, id), place, account);
  }

  private static String spoken(String mesh, ResourceId id) {
    String name = nameOf(mesh, id);
    return Kind.of(id).word() + (name.isEmpty() ? "" : " with name " + name);
  }

  private static String nameOf(String mesh, ResourceId id) {
    return id instanceof ResourceId.Mesh ? mesh : id.name();
  }
}

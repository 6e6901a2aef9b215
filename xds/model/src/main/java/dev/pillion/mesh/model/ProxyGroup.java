package dev.pillion.mesh.model;

import java.util.Locale;
import java.util.Optional;

/// All proxies of one virtual node or gateway: they share one configuration.
public record ProxyGroup(String mesh, Kind kind, String name) {
  /// What the proxies stand for, by App Mesh's words in ARNs.
  public enum Kind {
    /// `virtualNode`.
    VIRTUAL_NODE("virtualNode"),
    /// `virtualGateway`.
    VIRTUAL_GATEWAY("virtualGateway");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// App Mesh's word in ARNs.
    public String word() {
      return word;
    }

    /// For messages: `virtual node`.
    public String spoken() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /// The virtual node of that name.
  public static ProxyGroup virtualNode(String mesh, String name) {
    return new ProxyGroup(mesh, Kind.VIRTUAL_NODE, name);
  }

  /// Reads `mesh/<mesh>[@<owner>]/virtualNode/<name>[/…]`, or an ARN with that tail, as App Mesh's
  /// agent does: split at slashes, whatever stands first.
  public static Optional<ProxyGroup> parse(String nodeId) {
    String[] parts = nodeId.split("/", -1);
    if (parts.length < 4 || parts[1].isEmpty() || parts[3].isEmpty()) {
      return Optional.empty();
    }
    int owner = parts[1].indexOf('@');
    String mesh = owner > 0 ? parts[1].substring(0, owner) : parts[1];
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(parts[2])) {
        return Optional.of(new ProxyGroup(mesh, kind, parts[3]));
      }
    }
    return Optional.empty();
  }

  /// `mesh/<mesh>/virtualNode/<name>`: App Mesh's node id.
  @Override
  public String toString() {
    return "mesh/" + mesh + "/" + kind.word() + "/" + name;
  }
}

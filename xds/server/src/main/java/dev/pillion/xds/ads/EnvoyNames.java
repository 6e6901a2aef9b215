package dev.pillion.xds.ads;

import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads App Mesh objects off the names that Envoy shows, which are App Mesh's own.
public final class EnvoyNames implements Origins {
  private static final Pattern TARGET = Pattern.compile("(.+)_(?:http|http2|grpc|tcp)_([0-9]+)");
  private static final Pattern SELF = Pattern.compile("(.+)_self_redirect_.*");
  private static final Pattern PORT = Pattern.compile(".*_([0-9]+)");
  private static final int INTERCEPTED = 15000;

  @Override
  public String of(ProxyGroup group, XdsType type, String name) {
    return switch (type) {
      case CDS, EDS -> cluster(group, name);
      case SDS -> "certificates of %s, secret %s".formatted(object(group), name);
      case LDS -> listener(group, name);
      case RDS -> routes(group, name);
    };
  }

  private static String cluster(ProxyGroup group, String name) {
    String mesh = group.mesh() + "_";
    String egress = "cds_egress_" + mesh;
    String ingress = "cds_ingress_" + mesh;
    if (name.equals(egress + "amazonaws")) {
      return "mesh/%s, the way to AWS that each virtual node has".formatted(group.mesh());
    }
    if (name.equals(egress + "mesh-allow-all")) {
      return "mesh/%s, egressFilter ALLOW_ALL".formatted(group.mesh());
    }
    if (name.startsWith(egress)) {
      return target(name.substring(egress.length()))
          .map(m -> "virtualNode/%s, listener %s".formatted(m.group(1), m.group(2)))
          .orElseGet(() -> backends(group));
    }
    if (name.startsWith(ingress)) {
      String rest = name.substring(ingress.length());
      return SELF.matcher(rest).matches()
          ? object(group) + ", its way to its own routes"
          : target(rest)
              .map(m -> "%s, listener %s".formatted(object(group), m.group(2)))
              .orElseGet(() -> object(group));
    }
    return object(group);
  }

  private static String listener(ProxyGroup group, String name) {
    if (name.startsWith("lds_egress_")) {
      return backends(group);
    }
    int port = port(name);
    return port == 0 || port == INTERCEPTED
        ? "the listeners of " + object(group)
        : "%s, listener %d".formatted(object(group), port);
  }

  private static String routes(ProxyGroup group, String name) {
    int port = port(name);
    if (name.startsWith("rds_egress_")) {
      return "virtual services on port %d that %s".formatted(port, has(group));
    }
    return switch (group.kind()) {
      case VIRTUAL_NODE -> "%s, listener %d".formatted(object(group), port);
      case VIRTUAL_GATEWAY -> "gateway routes of %s, listener %d".formatted(object(group), port);
    };
  }

  private static String backends(ProxyGroup group) {
    return "virtual services that " + has(group);
  }

  private static String has(ProxyGroup group) {
    return switch (group.kind()) {
      case VIRTUAL_NODE -> object(group) + " has as backends, with their routers and routes";
      case VIRTUAL_GATEWAY -> object(group) + " leads to, with their routers and routes";
    };
  }

  private static String object(ProxyGroup group) {
    return group.kind().word() + "/" + group.name();
  }

  private static Optional<Matcher> target(String rest) {
    return Optional.of(TARGET.matcher(rest)).filter(Matcher::matches);
  }

  private static int port(String name) {
    Matcher matcher = PORT.matcher(name);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}

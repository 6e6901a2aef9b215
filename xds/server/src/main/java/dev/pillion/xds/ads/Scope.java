package dev.pillion.xds.ads;

import dev.pillion.mesh.model.ProxyGroup;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which proxies a credential stands for.
///
/// @param path `*` for all, `mesh/<mesh>` for those of a mesh, `mesh/<mesh>/virtualNode/<name>` or
///   `mesh/<mesh>/virtualGateway/<name>` for those of one group
record Scope(String path) {
  private static final String ALL = "*";
  private static final Pattern FORM =
      Pattern.compile("\\*|mesh/[^/\\s]+(/(virtualNode|virtualGateway)/[^/\\s]+)?");
  private static final Pattern IN_URI = Pattern.compile(".*?(?:^|/)(mesh/.+)");

  static Optional<Scope> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new Scope(text)) : Optional.empty();
  }

  /// Of a certificate's URI such as `spiffe://example.com/mesh/shop/virtualNode/front`.
  static Optional<Scope> ofUri(String uri) {
    Matcher matcher = IN_URI.matcher(uri);
    return matcher.matches() ? parse(matcher.group(1)) : Optional.empty();
  }

  boolean covers(ProxyGroup group) {
    return isAll() || path.equals(group.toString()) || path.equals("mesh/" + group.mesh());
  }

  boolean isAll() {
    return path.equals(ALL);
  }

  @Override
  public String toString() {
    return path;
  }
}

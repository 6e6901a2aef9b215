package dev.pillion.envoy.settings;

import dev.pillion.envoy.settings.XdsServer.ClientCertificate;
import dev.pillion.envoy.settings.XdsServer.Pem;
import dev.pillion.envoy.settings.XdsServer.Token;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads where the server is and how it is dialled.
final class XdsServerReader {
  private static final String SOCKET = "unix:";
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\[\\]:/]+)):([0-9]{1,5})");
  private static final XdsServer NONE = new XdsServer.Socket("");
  private static final List<Variable> FOR_TLS =
      List.of(
          Variable.XDS_CA,
          Variable.XDS_CERT,
          Variable.XDS_KEY,
          Variable.XDS_TOKEN,
          Variable.XDS_TOKEN_FILE,
          Variable.XDS_SERVER_NAME);

  private final EnvironmentReader reader;

  XdsServerReader(EnvironmentReader reader) {
    this.reader = reader;
  }

  XdsServer read() {
    String endpoint = reader.text(Variable.XDS_ENDPOINT).orElse("");
    if (endpoint.isEmpty()) {
      reader.problem(
          Variable.XDS_ENDPOINT.key(),
          "is not set, and App Mesh's own endpoint is gone",
          "set it to the xds address of your Pillion server, such as mesh.example.com:9391");
      return NONE;
    }
    if (endpoint.startsWith(SOCKET)) {
      return socket(endpoint);
    }
    Matcher address = ADDRESS.matcher(endpoint);
    if (!address.matches() || port(address) < 1 || port(address) > 65_535) {
      reader.bad(
          Variable.XDS_ENDPOINT,
          endpoint,
          "an address",
          "give host:port, such as mesh.example.com:9391, or unix:///path");
      return NONE;
    }
    String host = address.group(1) == null ? address.group(2) : address.group(1);
    return plain() ? plain(host, port(address)) : tls(host, port(address));
  }

  private static int port(Matcher address) {
    return Integer.parseInt(address.group(3));
  }

  private XdsServer socket(String endpoint) {
    String path = endpoint.substring(SOCKET.length()).replaceFirst("^//", "");
    if (!path.startsWith("/")) {
      reader.bad(
          Variable.XDS_ENDPOINT, endpoint, "an absolute path", "give unix:/// and then the path");
    }
    withoutTls("a Unix socket is dialled plain");
    return new XdsServer.Socket(path);
  }

  private XdsServer plain(String host, int port) {
    withoutTls("PILLION_ALLOW_PLAIN is set");
    return new XdsServer.Plain(host, port);
  }

  /// A secret that would not be used as its owner thinks is no detail.
  private void withoutTls(String why) {
    FOR_TLS.stream()
        .filter(variable -> reader.text(variable).isPresent())
        .forEach(variable ->
            reader.problem(variable.key(), "is for TLS, but " + why, "remove one of the two"));
  }

  private boolean plain() {
    Optional<String> word = reader.text(Variable.ALLOW_PLAIN);
    if (word.isEmpty() || word.get().equals("xds")) {
      return word.isPresent();
    }
    reader.bad(Variable.ALLOW_PLAIN, word.get(), "xds", "set it to xds, or leave it out");
    return false;
  }

  private XdsServer tls(String host, int port) {
    var certificate = certificate();
    var token = token();
    if (certificate.isEmpty() && token.isEmpty()) {
      reader.warn(
          "PILLION_XDS_CERT: nothing is shown to the server, which refuses proxies that it cannot"
              + " know; give a certificate with its key, or PILLION_XDS_TOKEN");
    }
    return new XdsServer.Tls(
        host,
        port,
        reader.text(Variable.XDS_SERVER_NAME).orElse(host),
        pem(Variable.XDS_CA),
        certificate,
        token);
  }

  private Optional<ClientCertificate> certificate() {
    var certificate = pem(Variable.XDS_CERT);
    var key = pem(Variable.XDS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      Variable given = key.isPresent() ? Variable.XDS_KEY : Variable.XDS_CERT;
      Variable other = key.isPresent() ? Variable.XDS_CERT : Variable.XDS_KEY;
      reader.problem(given.key(), "is set without " + other.key(), "set both or neither");
    }
    return certificate.flatMap(chain -> key.map(its -> new ClientCertificate(chain, its)));
  }

  private Optional<Pem> pem(Variable variable) {
    return reader
        .text(variable)
        .map(value -> {
          if (value.startsWith("-----BEGIN ")) {
            return new Pem.Text(value + "\n");
          }
          if (!value.startsWith("/")) {
            reader.problem(
                variable.key(),
                "is neither a path nor PEM",
                "give an absolute path in the container, or the text from -----BEGIN on");
          }
          return new Pem.File(value);
        });
  }

  private Optional<Token> token() {
    var text = reader.text(Variable.XDS_TOKEN);
    var file = reader.text(Variable.XDS_TOKEN_FILE);
    if (text.isPresent() && file.isPresent()) {
      reader.problem(
          Variable.XDS_TOKEN_FILE.key(), "is set with PILLION_XDS_TOKEN", "set one of the two");
    }
    if (file.isPresent()) {
      return Optional.of(new Token.File(file.get()));
    }
    return text.map(Token.Text::new);
  }
}

package dev.pillion.envoy.bootstrap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.envoy.settings.XdsServer;
import dev.pillion.envoy.settings.XdsServer.ClientCertificate;
import dev.pillion.envoy.settings.XdsServer.Pem;
import dev.pillion.envoy.settings.XdsServer.Token;
import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.inject.envoy.GrpcClusters;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The cluster of the server, and the secrets that it reads from files: those Envoy follows as they
/// change, which it does not for secrets in the document itself.
final class XdsCluster {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final String TLS = "extensions.transport_sockets.tls.v3.";

  private final String home;
  private final Map<String, String> secrets = new TreeMap<>();

  private XdsCluster(String home) {
    this.home = home;
  }

  /// @param cluster for the document
  /// @param secrets the texts of the files that it names, by their path
  record Made(ObjectNode cluster, Map<String, String> secrets) {}

  static Made of(XdsServer server, Surroundings around) {
    return switch (server) {
      case XdsServer.Socket(String path) ->
          new Made(GrpcClusters.atSocket(GrpcClusters.XDS, path), Map.of());
      case XdsServer.Plain(String host, int port) ->
          new Made(GrpcClusters.at(GrpcClusters.XDS, host, port), Map.of());
      case XdsServer.Tls tls -> {
        var making = new XdsCluster(around.home());
        yield new Made(making.cluster(tls, around.authority()), making.secrets);
      }
    };
  }

  private ObjectNode cluster(XdsServer.Tls tls, String authority) {
    var cluster = GrpcClusters.at(GrpcClusters.XDS, tls.host(), tls.port());
    var context =
        cluster
            .putObject("transport_socket")
            .put("name", "envoy.transport_sockets.tls")
            .putObject("typed_config")
            .put("@type", Bootstrap.type(TLS + "UpstreamTlsContext"));
    if (!isAddress(tls.name())) {
      context.put("sni", tls.name());
    }
    var common = context.putObject("common_tls_context");
    common.putArray("alpn_protocols").add("h2");
    // Envoy's default for clients is TLS 1.2 without P-384, which is what keytool makes.
    common
        .putObject("tls_params")
        .put("tls_minimum_protocol_version", "TLSv1_2")
        .put("tls_maximum_protocol_version", "TLSv1_3")
        .putArray("ecdh_curves")
        .add("X25519")
        .add("P-256")
        .add("P-384");
    tls.certificate().ifPresent(certificate -> show(common, certificate));
    validate(common, tls, authority);
    tls.token().ifPresent(token -> send(cluster, token));
    return cluster;
  }

  private static boolean isAddress(String name) {
    return ADDRESS.matcher(name).matches();
  }

  private void show(ObjectNode common, ClientCertificate certificate) {
    var json = JSON.objectNode();
    json.set("certificate_chain", source(certificate.certificate()));
    json.set("private_key", source(certificate.key()));
    if (certificate.certificate() instanceof Pem.File || certificate.key() instanceof Pem.File) {
      common
          .putArray("tls_certificate_sds_secret_configs")
          .add(secret("xds_certificate", "tls_certificate", json));
    } else {
      common.putArray("tls_certificates").add(json);
    }
  }

  private void validate(ObjectNode common, XdsServer.Tls tls, String authority) {
    var name = JSON.objectNode();
    name.put("san_type", isAddress(tls.name()) ? "IP_ADDRESS" : "DNS")
        .putObject("matcher")
        .put("exact", tls.name());
    var trust = JSON.objectNode();
    trust.set("trusted_ca", source(tls.authority().orElse(new Pem.File(authority))));
    if (tls.authority().orElse(null) instanceof Pem.File) {
      var combined = common.putObject("combined_validation_context");
      combined
          .putObject("default_validation_context")
          .putArray("match_typed_subject_alt_names")
          .add(name);
      combined.set(
          "validation_context_sds_secret_config",
          secret("xds_authority", "validation_context", trust));
    } else {
      trust.putArray("match_typed_subject_alt_names").add(name);
      common.set("validation_context", trust);
    }
  }

  /// Envoy's own filter puts the token into the header of each stream. In the document it could be
  /// read through the admin interface; a secret cannot.
  private void send(ObjectNode cluster, Token token) {
    var value = JSON.objectNode();
    switch (token) {
      case Token.File(String path) -> value.putObject("secret").put("filename", path);
      case Token.Text(String text) -> value.putObject("secret").put("inline_string", text);
    }
    var filters =
        ((ObjectNode) cluster.at("/typed_extension_protocol_options").get(Bootstrap.HTTP_OPTIONS))
            .putArray("http_filters");
    var credential =
        filters
            .addObject()
            .put("name", "envoy.filters.http.credential_injector")
            .putObject("typed_config")
            .put(
                "@type",
                Bootstrap.type("extensions.filters.http.credential_injector.v3.CredentialInjector"))
            .putObject("credential")
            .put("name", "envoy.http.injected_credentials.generic")
            .putObject("typed_config")
            .put("@type", Bootstrap.type("extensions.http.injected_credentials.generic.v3.Generic"))
            .put("header_value_prefix", "Bearer ");
    credential.set("credential", secret("xds_token", "generic_secret", value));
    filters
        .addObject()
        .put("name", "envoy.filters.http.upstream_codec")
        .putObject("typed_config")
        .put("@type", Bootstrap.type("extensions.filters.http.upstream_codec.v3.UpstreamCodec"));
  }

  private static ObjectNode source(Pem pem) {
    return switch (pem) {
      case Pem.File(String path) -> JSON.objectNode().put("filename", path);
      case Pem.Text(String text) -> JSON.objectNode().put("inline_string", text);
    };
  }

  /// Puts a secret into a file of its own.
  private ObjectNode secret(String name, String kind, ObjectNode value) {
    var file = JSON.objectNode();
    file.putArray("resources")
        .addObject()
        .put("@type", Bootstrap.type(TLS + "Secret"))
        .put("name", name)
        .set(kind, value);
    String path = home + "/" + name + ".json";
    secrets.put(path, file.toPrettyString() + "\n");
    var config = JSON.objectNode().put("name", name);
    config
        .putObject("sds_config")
        .put("resource_api_version", "V3")
        .putObject("path_config_source")
        .put("path", path);
    return config;
  }
}

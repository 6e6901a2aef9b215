package dev.pillion.mesh.settings;

import dev.pillion.mesh.state.Quota;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The environment variables that a server reads; docs/configuration.md is written from them.
public enum ServerSetting implements Setting {
  API_ADDRESS(
      "PILLION_API_ADDRESS",
      "host:port",
      "127.0.0.1:9390",
      "Where the App Mesh API listens; `--api`."),
  XDS_ADDRESS(
      "PILLION_XDS_ADDRESS",
      "host:port",
      "127.0.0.1:9391",
      "Where proxies and agents are served; `--xds`."),
  DATA_DIR(
      "PILLION_DATA_DIR",
      "path",
      "/var/lib/pillion/server",
      "What the server must remember; `--data`."),
  STORE(
      "PILLION_STORE",
      "sqlite or dynamodb:TABLE",
      "sqlite",
      "Where meshes and access keys are kept; `--store`."),
  REGION(
      "PILLION_REGION",
      "AWS region",
      "",
      "The region that ARNs name and that clients sign for; must be given, here or as `--region`,"
          + " but in development, where it is `us-east-1`."),
  ACCOUNT(
      "PILLION_ACCOUNT",
      "12 digits",
      "",
      "The AWS account id that owns the meshes; must be given, here or as `--account`, but in"
          + " development, where it is `000000000000`."),
  KEY_FILE(
      "PILLION_KEY_FILE",
      "path",
      "",
      "The file with the key that seals the secrets of access keys; `--key-file`."),
  KMS_KEY_ID(
      "PILLION_KMS_KEY_ID",
      "id, ARN or alias",
      "",
      "A key of AWS KMS that seals them instead; `--kms-key-id`."),
  AUTH_REGION(
      "PILLION_AUTH_REGION",
      "region",
      "",
      "The region that clients must sign for, where it is another than the server's;"
          + " `--auth-region`."),
  AUTH_SERVICES(
      "PILLION_AUTH_SERVICES",
      "names, parted by commas",
      "appmesh,appmesh-preview",
      "The service names that clients may sign for; `--auth-service`."),
  TLS_CERT(
      "PILLION_TLS_CERT",
      "path",
      "",
      "The server's certificate in PEM, with those that lead to its root; `--tls-cert`."),
  TLS_KEY("PILLION_TLS_KEY", "path", "", "The certificate's key, PKCS #8 in PEM; `--tls-key`."),
  XDS_CLIENT_CA(
      "PILLION_XDS_CLIENT_CA",
      "path",
      "",
      "Certificates in PEM of those who sign the xds address's clients; `--xds-client-ca`."),
  ALLOW_PLAIN(
      "PILLION_ALLOW_PLAIN",
      "api, xds or both",
      "",
      "Which addresses may be plain beyond loopback; `--allow-plain`."),
  CERTIFICATES(
      "PILLION_CERTIFICATES",
      "path",
      "",
      "A JSON file with the files, in the Envoys' own file systems, that stand for certificates and"
          + " authorities which meshes name by ARN (docs/tls.md)."),
  QUOTA_MESHES(Quota.MESHES),
  QUOTA_VIRTUAL_SERVICES(Quota.VIRTUAL_SERVICES),
  QUOTA_VIRTUAL_NODES(Quota.VIRTUAL_NODES),
  QUOTA_VIRTUAL_ROUTERS(Quota.VIRTUAL_ROUTERS),
  QUOTA_VIRTUAL_GATEWAYS(Quota.VIRTUAL_GATEWAYS),
  QUOTA_ROUTES(Quota.ROUTES),
  QUOTA_GATEWAY_ROUTES(Quota.GATEWAY_ROUTES),
  QUOTA_BACKENDS(Quota.BACKENDS),
  API_REQUEST_LINE(
      "PILLION_API_REQUEST_LINE",
      "size from 1KiB to 64KiB",
      "8KiB",
      "The longest request line: method, address and version."),
  API_HEADERS(
      "PILLION_API_HEADERS",
      "size from 4KiB to 256KiB",
      "16KiB",
      "The largest headers of one request."),
  API_BODY(
      "PILLION_API_BODY", "size from 64KiB to 16MiB", "1MiB", "The largest body of one request."),
  API_BODIES(
      "PILLION_API_BODIES",
      "size from 16MiB to 1GiB",
      "64MiB",
      "All bodies together, of requests and answers, that are held at once."),
  API_HEADER_TIME(
      "PILLION_API_HEADER_TIME",
      "duration from 1s to 10m",
      "10s",
      "Within which a client sends its request's headers."),
  API_BODY_TIME(
      "PILLION_API_BODY_TIME",
      "duration from 1s to 10m",
      "20s",
      "Within which a client sends its request's body."),
  API_ANSWER_TIME(
      "PILLION_API_ANSWER_TIME",
      "duration from 1s to 10m",
      "20s",
      "For how long a client may take nothing of its answer."),
  API_IDLE_TIME(
      "PILLION_API_IDLE_TIME",
      "duration from 1s to 1h",
      "75s",
      "How long a connection is kept from an answer to the next request. AWS SDKs keep theirs for"
          + " 60 s: more than that spares them connections that end as they send."),
  API_CONNECTIONS(
      "PILLION_API_CONNECTIONS",
      "whole number from 16 to 100000",
      "1024",
      "Connections at once. As many again may be being refused, and each takes a file descriptor"
          + " (systemd: `LimitNOFILE`)."),
  API_READS(
      "PILLION_API_READS",
      "whole number from 1 to 10000",
      "128",
      "Reads that are carried out at once."),
  API_WRITES(
      "PILLION_API_WRITES",
      "whole number from 1 to 10000",
      "128",
      "Writes that are carried out at once."),
  XDS_PROXIES(
      "PILLION_XDS_PROXIES",
      "whole number from 1 to 1000000",
      "100000",
      "Proxies of one virtual node or gateway that may be connected to this server before one more"
          + " that dials it itself is turned away (gRPC status 8; App Mesh's quotas L-606A910B and"
          + " L-33E8F9C9 were 50). Proxies that an agent serves do not count; those whose streams an"
          + " agent forwards do, and are never turned away."),
  XDS_STREAM_TIME(
      "PILLION_XDS_STREAM_TIME",
      "duration from 0s to 24h",
      "30m",
      "How long the stream of a proxy that dials the server itself lasts at least, and up to a third"
          + " longer, before it is ended with gRPC status 0 and the proxy dials again, so that"
          + " proxies spread over the servers; `0s` for ever. Agents' streams stay."),
  XDS_TOKENS(
      "PILLION_XDS_TOKENS",
      "path",
      "",
      "A file with the SHA-256 of each token that proxies may show to the xds address, and what it is"
          + " for ([proxies.md](proxies.md)); followed as it changes. With it, a proxy that dials the"
          + " server itself needs a token or a client certificate."),
  OPERATORS_ADDRESS(
      "PILLION_OPERATORS_ADDRESS",
      "host:port",
      "",
      "Where `/healthz`, `/readyz` and `/metrics` are, without credentials and by plain HTTP; at the"
          + " API's address when not set."),
  STOP_TIME(
      "PILLION_STOP_TIME",
      "duration from 1s to 10m",
      "10s",
      "Within which a server that stops answers what it is carrying out. Whoever stops it must wait"
          + " longer (systemd: `TimeoutStopSec`, ECS: `stopTimeout`).");

  private final String key;
  private final String type;
  private final Optional<String> defaultText;
  private final String purpose;

  ServerSetting(String key, String type, @Nullable String text, String purpose) {
    this.key = key;
    this.type = type;
    this.defaultText = Optional.ofNullable(text);
    this.purpose = purpose;
  }

  ServerSetting(Quota quota) {
    this(
        quota.setting(),
        "whole number",
        Integer.toString(quota.usual()),
        "%s at most (App Mesh's quota %s).".formatted(quota.words(), quota.code()));
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Optional<String> defaultText() {
    return defaultText;
  }

  @Override
  public String purpose() {
    return purpose;
  }
}

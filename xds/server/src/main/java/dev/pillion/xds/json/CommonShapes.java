package dev.pillion.xds.json;

import static dev.pillion.xds.json.Shape.choice;
import static dev.pillion.xds.json.Shape.list;
import static dev.pillion.xds.json.Shape.structure;
import static dev.pillion.xds.json.Shape.text;
import static dev.pillion.xds.json.Shape.union;
import static dev.pillion.xds.json.Shape.whole;

/// Shapes that several kinds of resource share. Bounds are those of App Mesh's model.
final class CommonShapes {
  static final Shape RESOURCE_NAME = text(1, 255);
  static final Shape PORT = whole(1, 65_535);
  static final Shape PROTOCOL = choice("http", "tcp", "http2", "grpc");
  static final Shape COUNT = whole(1, Integer.MAX_VALUE);
  static final Shape PORT_MAPPING = structure().must("port", PORT).must("protocol", PROTOCOL);
  static final Shape IP_PREFERENCE =
      choice("IPv6_PREFERRED", "IPv4_PREFERRED", "IPv4_ONLY", "IPv6_ONLY");
  static final Shape DURATION =
      structure().may("unit", choice("s", "ms")).may("value", whole(0, Long.MAX_VALUE));
  private static final Shape TAG = structure().must("key", text(1, 128)).may("value", text(0, 256));
  static final Shape TAGS = list(TAG, 0, 50);

  /// For requests to tag: of too many, the store tells with App Mesh's own error.
  static final Shape ANY_TAGS = list(TAG);

  static final Shape TAG_KEYS = list(text(1, 128), 0, 50);

  static final Shape REQUEST_POOL = structure().must("maxRequests", COUNT);
  static final Shape HTTP_POOL =
      structure().must("maxConnections", COUNT).may("maxPendingRequests", COUNT);

  private static final Shape FILE_PATH = text(1, 255);
  private static final Shape SDS = structure().must("secretName", text());
  private static final Shape CERTIFICATE_FILE =
      structure().must("certificateChain", FILE_PATH).must("privateKey", FILE_PATH);
  private static final Shape TRUST_FILE = structure().must("certificateChain", FILE_PATH);
  private static final Shape SUBJECT_NAMES =
      structure().must("match", structure().must("exact", list(text(1, 254))));

  static final Shape LISTENER_TLS =
      structure()
          .must("mode", choice("STRICT", "PERMISSIVE", "DISABLED"))
          .must(
              "certificate",
              union()
                  .may("acm", structure().must("certificateArn", text()))
                  .may("file", CERTIFICATE_FILE)
                  .may("sds", SDS))
          .may(
              "validation",
              structure()
                  .must("trust", union().may("file", TRUST_FILE).may("sds", SDS))
                  .may("subjectAlternativeNames", SUBJECT_NAMES));

  static final Shape CLIENT_POLICY =
      structure()
          .may(
              "tls",
              structure()
                  .may("enforce", new Shape.Flag())
                  .may("ports", list(PORT))
                  .may("certificate", union().may("file", CERTIFICATE_FILE).may("sds", SDS))
                  .must(
                      "validation",
                      structure()
                          .must(
                              "trust",
                              union()
                                  .may(
                                      "acm",
                                      structure()
                                          .must("certificateAuthorityArns", list(text(), 1, 3)))
                                  .may("file", TRUST_FILE)
                                  .may("sds", SDS))
                          .may("subjectAlternativeNames", SUBJECT_NAMES)));

  static final Shape LOGGING =
      structure()
          .may(
              "accessLog",
              union()
                  .may(
                      "file",
                      structure()
                          .must("path", FILE_PATH)
                          .may(
                              "format",
                              union()
                                  .may("text", text(1, 1000))
                                  .may(
                                      "json",
                                      list(
                                          structure()
                                              .must("key", text(1, 100))
                                              .must("value", text(1, 100)))))));

  private CommonShapes() {}

  static Shape healthCheck(Shape protocol) {
    return structure()
        .must("healthyThreshold", whole(2, 10))
        .must("intervalMillis", whole(5_000, 300_000))
        .must("protocol", protocol)
        .must("timeoutMillis", whole(2_000, 60_000))
        .must("unhealthyThreshold", whole(2, 10))
        .may("path", text())
        .may("port", PORT);
  }
}

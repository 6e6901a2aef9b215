package dev.pillion.xds.store.dynamodb;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.store.Change;
import dev.pillion.xds.store.ClientToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Where each item of the table is. A partition's name begins with what it holds; numbers are
/// padded, so that they sort.
final class Keys {
  static final String PARTITION = "pk";
  static final String SORT = "sk";

  /// The attribute by which DynamoDB deletes items in time, in epoch seconds.
  static final String EXPIRES = "expires";

  /// One item a mesh, of meshes that there are or were: its newest version.
  static final String VERSIONS = "versions";

  /// One item an access key.
  static final String ACCESS_KEYS = "keys";

  static final String MESH_VERSION = "meshVersion";

  static final String RESOURCES = "resource/";

  /// DynamoDB's limit for a sort key is 1,024 bytes; for a partition's name it is 2,048.
  private static final int LONGEST = 1_000;

  private static final int VERSION_DIGITS = 12;

  private Keys() {}

  /// The partition of a mesh's resources, references and client tokens.
  static String mesh(String mesh) {
    return "mesh/" + mesh;
  }

  /// The partition of the writes to a mesh, which other servers follow.
  static String log(String mesh) {
    return "log/" + mesh;
  }

  static String audit(String mesh) {
    return "audit/" + mesh;
  }

  static String history(String mesh, ResourceId id) {
    return bounded("history/" + mesh + "/" + name(id));
  }

  static String resource(ResourceId id) {
    return bounded(RESOURCES + name(id));
  }

  /// By target, so that one query finds all that name it.
  static String reference(ResourceId target, ResourceId source) {
    return bounded("reference/" + name(target) + "/from/" + name(source));
  }

  static String token(Change change, ClientToken token) {
    return "token/" + digest(change.tokenScope() + "\n" + token.token());
  }

  static String version(long meshVersion) {
    return ("%0" + VERSION_DIGITS + "d").formatted(meshVersion);
  }

  static Map<String, AttributeValue> key(String partition, String sort) {
    return Map.of(PARTITION, AttributeValue.fromS(partition), SORT, AttributeValue.fromS(sort));
  }

  private static String name(ResourceId id) {
    String parent = id.parent().map(above -> above.name() + "/").orElse("");
    return Kind.of(id).word() + "/" + parent + id.name();
  }

  private static String bounded(String key) {
    if (key.getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
      return key;
    }
    return key.substring(0, key.indexOf('/') + 1) + "sha256/" + digest(key);
  }

  private static String digest(String text) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

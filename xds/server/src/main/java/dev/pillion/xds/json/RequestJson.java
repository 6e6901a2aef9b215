package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.mesh.state.Reference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the bodies of creates and updates.
///
/// Members that App Mesh's model does not have are ignored, as App Mesh does, and not stored: what
/// is echoed is what counts. The reader is told of them, so that a log line can name them.
public final class RequestJson {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,36}");

  private RequestJson() {}

  /// The body of a create; its name is checked too.
  public static WriteRequest create(Kind kind, byte[] body) {
    return read(kind, JsonText.object(body), true);
  }

  /// The body of an update.
  public static WriteRequest update(Kind kind, byte[] body) {
    return read(kind, JsonText.object(body), false);
  }

  static WriteRequest read(Kind kind, ObjectNode body, boolean create) {
    var violations = new ArrayList<String>();
    Optional<String> name = create ? text(body, kind.nameMember(), violations) : Optional.empty();
    if (create) {
      checkName(kind, body, name, violations);
    }
    Optional<String> token = text(body, "clientToken", violations);
    token
        .filter(value -> !TOKEN.matcher(value).matches())
        .ifPresent(_ -> violations.add("clientToken must be up to 36 letters, digits, '-' or '_'"));
    JsonNode tags = tags(body, violations);
    Optional<SpecJson.Read> spec = spec(kind, body, violations);
    if (violations.isEmpty()
        && spec.isPresent()
        && spec.get() instanceof SpecJson.Read.Valid(SpecDocument document, var ignored)) {
      return new WriteRequest.Valid(
          name, document, TagsJson.read(tags), token, fingerprint(body), ignored);
    }
    List<Reference> references = List.of();
    if (spec.isPresent()) {
      references =
          switch (spec.get()) {
            case SpecJson.Read.Valid(var document, _) -> document.references();
            case SpecJson.Read.Broken(var broken, var named) -> {
              violations.addAll(broken);
              yield named;
            }
          };
    }
    return new WriteRequest.Broken(name, violations, references);
  }

  private static Optional<SpecJson.Read> spec(Kind kind, ObjectNode body, List<String> violations) {
    JsonNode spec = body.path("spec");
    if (!spec.isMissingNode() && !spec.isNull()) {
      return Optional.of(SpecJson.read(kind, spec));
    }
    if (kind == Kind.MESH) {
      return Optional.of(SpecJson.read(kind, body.objectNode()));
    }
    violations.add("spec is required");
    return Optional.empty();
  }

  private static JsonNode tags(ObjectNode body, List<String> violations) {
    JsonNode tags = body.path("tags");
    if (tags.isMissingNode() || tags.isNull()) {
      return body.arrayNode();
    }
    return TagsJson.checked(tags, CommonShapes.TAGS, violations);
  }

  private static Optional<String> text(ObjectNode body, String member, List<String> violations) {
    JsonNode value = body.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      violations.add(member + " must be a string");
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  private static void checkName(
      Kind kind, ObjectNode body, Optional<String> name, List<String> violations) {
    String member = kind.nameMember();
    if (name.isPresent()) {
      checkName(kind, member, name.get(), violations);
    } else if (!body.path(member).isValueNode() || body.path(member).isNull()) {
      violations.add(member + " is required");
    }
  }

  /// App Mesh sets no pattern for names. Pillion refuses what could not be told apart in ARNs and
  /// node ids: a slash in any name but a virtual service's, and `@` in a mesh's.
  static void checkName(Kind kind, String path, String name, List<String> violations) {
    int length = name.codePointCount(0, name.length());
    if (length < 1 || length > 255) {
      violations.add(path + " must have 1 to 255 characters, not " + length);
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      violations.add(path + " must not have control characters");
    }
    if (kind != Kind.VIRTUAL_SERVICE && name.contains("/")) {
      violations.add(path + " must not have a '/'");
    }
    if (kind == Kind.MESH && name.contains("@")) {
      violations.add(path + " must not have an '@'");
    }
  }

  /// Equal for two bodies that say the same, whatever their client tokens.
  static String fingerprint(ObjectNode body) {
    ObjectNode said = body.deepCopy();
    said.remove("clientToken");
    String text = JsonText.text(JsonText.sorted(said));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package dev.pillion.cli;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.pillion.xds.auth.NewKey;
import dev.pillion.xds.store.KeyRow;
import java.time.Instant;
import java.util.List;

/// Access keys for people and for programs.
final class KeysText {
  private KeysText() {}

  static String of(NewKey key) {
    return """
    access key id      %s
    secret access key  %s
    role               %s

    The secret is shown this once. For a client:
      export AWS_ACCESS_KEY_ID=%s
      export AWS_SECRET_ACCESS_KEY=%s
    """
        .formatted(key.id(), key.secret(), key.role().spoken(), key.id(), key.secret());
  }

  static String of(List<KeyRow> keys, Instant now) {
    if (keys.isEmpty()) {
      return "no access keys; 'pillion keys create' makes one\n";
    }
    var table = new Table("ACCESS KEY ID", "ROLE", "MESHES", "CREATED", "NOTE");
    for (KeyRow key : keys) {
      String age = Spoken.length(now.getEpochSecond() - key.created().getEpochSecond()) + " ago";
      table.row(key.id(), key.role(), meshes(key), age, key.note());
    }
    return table.text("");
  }

  private static String meshes(KeyRow key) {
    return key.meshes().isEmpty() ? "all" : String.join(", ", key.meshes());
  }

  static String json(NewKey key) {
    return Json.print(
        Struct.newBuilder()
            .putFields("accessKeyId", Json.value(key.id()))
            .putFields("secretAccessKey", Json.value(key.secret()))
            .putFields("role", Json.value(key.role().word()))
            .putFields("meshes", Json.texts(key.meshes()))
            .putFields("created", Json.value(key.created().toString())));
  }

  static String json(List<KeyRow> keys) {
    List<Value> list = keys.stream().map(KeysText::json).toList();
    return Json.print(Struct.newBuilder().putFields("keys", Json.list(list)));
  }

  private static Value json(KeyRow key) {
    return Json.value(
        Struct.newBuilder()
            .putFields("accessKeyId", Json.value(key.id()))
            .putFields("role", Json.value(key.role()))
            .putFields("meshes", Json.texts(key.meshes()))
            .putFields("created", Json.value(key.created().toString()))
            .putFields("note", Json.value(key.note())));
  }
}

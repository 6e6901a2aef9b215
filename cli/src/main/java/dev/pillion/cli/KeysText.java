package dev.pillion.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.auth.NewKey;
import dev.pillion.xds.store.KeyRow;
import java.time.Instant;
import java.util.Collection;
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
    return json(
        Struct.newBuilder()
            .putFields("accessKeyId", value(key.id()))
            .putFields("secretAccessKey", value(key.secret()))
            .putFields("role", value(key.role().word()))
            .putFields("meshes", names(key.meshes()))
            .putFields("created", value(key.created().toString())));
  }

  static String json(List<KeyRow> keys) {
    var list = ListValue.newBuilder();
    for (KeyRow key : keys) {
      list.addValues(
          Value.newBuilder()
              .setStructValue(
                  Struct.newBuilder()
                      .putFields("accessKeyId", value(key.id()))
                      .putFields("role", value(key.role()))
                      .putFields("meshes", names(key.meshes()))
                      .putFields("created", value(key.created().toString()))
                      .putFields("note", value(key.note()))));
    }
    return json(
        Struct.newBuilder().putFields("keys", Value.newBuilder().setListValue(list).build()));
  }

  private static Value names(Collection<String> names) {
    var list = ListValue.newBuilder();
    names.forEach(name -> list.addValues(value(name)));
    return Value.newBuilder().setListValue(list).build();
  }

  private static Value value(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static String json(Struct.Builder members) {
    try {
      return JsonFormat.printer().print(members) + "\n";
    } catch (InvalidProtocolBufferException e) {
      throw new MeshException(
          MeshException.Code.INTERNAL, "keys", e.getMessage() + "", "report this as a defect");
    }
  }
}

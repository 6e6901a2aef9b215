package dev.pillion.cli;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.pillion.xds.store.Restore;
import dev.pillion.xds.store.StoreContent;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What `pillion store restore` does and prints. It is apart from the command's own class, which
/// every program loads, with the server's jars or without them.
record StoreRestore(Path from, Path data, PrintWriter out) {
  void run(boolean json) {
    Logs.quiet();
    Restore.Restored restored = Restore.of(from, data, Instant.now());
    out.print(json ? json(restored) : text(restored));
    out.flush();
  }

  private String text(Restore.Restored restored) {
    var text = new StringBuilder();
    text.append("restored %s from %s%n".formatted(restored.database(), from));
    if (restored.content().meshes().isEmpty()) {
      text.append("it has no meshes\n");
    } else {
      var table = new Table("MESH", "VERSION");
      restored.content().meshes().forEach((mesh, version) -> table.row(mesh, version.toString()));
      text.append(table.text("  "));
    }
    restored
        .kept()
        .ifPresent(kept ->
            text.append(
                "the store from before is kept: %s%nto go back to it: pillion store restore --data %s --from %s%n"
                    .formatted(kept, data, kept)));
    text.append(keys(restored));
    return text.append("next: start the server\n").toString();
  }

  private String keys(Restore.Restored restored) {
    SortedSet<String> keys = restored.content().keys();
    Optional<StoreContent> before = restored.before();
    var text = new StringBuilder();
    if (before.isEmpty() && !keys.isEmpty()) {
      text.append(
          """
          access keys that were revoked since the backup are valid again, and which those are cannot be told
          without the store from before; before the server starts, look at them, and revoke what should not be:
            pillion keys list --data %s
            pillion keys revoke --data %s ACCESS-KEY-ID
          """
              .formatted(data, data));
    }
    var again = validAgain(restored);
    if (!again.isEmpty()) {
      text.append(
          "these access keys were revoked since the backup and are valid again; to revoke them anew, before the server starts:\n");
      again.forEach(
          key -> text.append("  pillion keys revoke --data %s %s%n".formatted(data, key)));
    }
    var gone = gone(restored);
    if (!gone.isEmpty()) {
      text.append(
          "these access keys were made since the backup and are gone: %s%n"
              .formatted(String.join(", ", gone)));
    }
    return text.toString();
  }

  private static SortedSet<String> validAgain(Restore.Restored restored) {
    return restored
        .before()
        .map(before -> without(restored.content().keys(), before.keys()))
        .orElseGet(TreeSet::new);
  }

  private static SortedSet<String> gone(Restore.Restored restored) {
    return restored
        .before()
        .map(before -> without(before.keys(), restored.content().keys()))
        .orElseGet(TreeSet::new);
  }

  private static SortedSet<String> without(SortedSet<String> some, SortedSet<String> others) {
    var rest = new TreeSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  private String json(Restore.Restored restored) {
    var meshes = new ArrayList<Value>();
    restored
        .content()
        .meshes()
        .forEach((mesh, version) ->
            meshes.add(
                Json.value(
                    Struct.newBuilder()
                        .putFields("name", Json.value(mesh))
                        .putFields("version", Json.value(version.toString())))));
    var members =
        Struct.newBuilder()
            .putFields("database", Json.value(restored.database().toString()))
            .putFields("from", Json.value(from.toString()))
            .putFields("meshes", Json.list(meshes))
            .putFields("accessKeys", Json.texts(restored.content().keys()))
            .putFields("comparedWithStoreBefore", Json.value(restored.before().isPresent()))
            .putFields("accessKeysValidAgain", Json.texts(validAgain(restored)))
            .putFields("accessKeysGone", Json.texts(gone(restored)));
    restored.kept().ifPresent(kept -> members.putFields("kept", Json.value(kept.toString())));
    return Json.print(members);
  }
}

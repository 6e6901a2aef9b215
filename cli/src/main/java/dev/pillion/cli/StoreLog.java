package dev.pillion.cli;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.Stores;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.json.LogJson;
import dev.pillion.xds.store.WriteLog;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What `pillion store history` and `pillion store audit` print. It is apart from the commands' own
/// classes, which every program loads, with the server's jars or without them.
record StoreLog(StoreOptions options, PrintWriter out) {
  void history(String mesh, String resource, int limit, boolean json) {
    ResourceId id =
        ResourceId.ofTail(resource)
            .orElseThrow(() ->
                new MeshException(
                    MeshException.Code.INVALID,
                    "resource '" + resource + "'",
                    "it is not named as an ARN ends",
                    "write it like virtualNode/front or virtualRouter/r/route/all"));
    List<HistoryEntry> entries = log().history(mesh, id, Optional.empty(), limit);
    if (entries.isEmpty()) {
      throw new MeshException(
          MeshException.Code.NOT_FOUND,
          "mesh %s %s".formatted(mesh, resource).strip(),
          "it never was",
          "see its name, and --data or --store");
    }
    if (json) {
      entries.forEach(entry -> out.println(LogJson.of(entry)));
    } else {
      var table = new Table("VERSION", "AT", "ACTION", "PRINCIPAL", "ADDRESS", "UID");
      for (HistoryEntry entry : entries) {
        table.row(
            Long.toString(entry.version()),
            entry.at().toString(),
            entry.action(),
            entry.principal(),
            entry.address(),
            entry.uid().toString());
      }
      out.print(table.text(""));
    }
    out.flush();
  }

  void audit(@Nullable String mesh, @Nullable String after, int limit, boolean json) {
    List<AuditEntry> entries = log().audit(Optional.ofNullable(mesh), position(after), limit);
    if (json) {
      entries.forEach(entry -> out.println(LogJson.of(entry)));
    } else if (entries.isEmpty()) {
      out.println("no writes");
    } else {
      var table =
          new Table(
              "MESH", "VERSION", "AT", "ACTION", "RESOURCE", "FROM", "TO", "PRINCIPAL", "ADDRESS");
      for (AuditEntry entry : entries) {
        table.row(
            entry.mesh(),
            Long.toString(entry.meshVersion()),
            entry.at().toString(),
            entry.action(),
            entry.id().tail().isEmpty() ? "mesh" : entry.id().tail(),
            version(entry.before()),
            version(entry.after()),
            entry.principal(),
            entry.address());
      }
      out.print(table.text(""));
    }
    out.flush();
  }

  private WriteLog log() {
    return Stores.log(StoreChoices.of(options.store()), options.data());
  }

  private static AuditEntry.Position position(@Nullable String after) {
    if (after == null) {
      return AuditEntry.Position.START;
    }
    return AuditEntry.Position.parse(after)
        .orElseThrow(() ->
            new MeshException(
                MeshException.Code.INVALID,
                "--after " + after,
                "it is no position",
                "give one as --json prints it, such as shop/17/0"));
  }

  private static String version(OptionalLong version) {
    return version.isPresent() ? Long.toString(version.getAsLong()) : "-";
  }
}

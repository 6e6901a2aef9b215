package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.OptionalLong;

/// What was written, for programs: one JSON object a line.
public final class LogJson {
  private LogJson() {}

  /// A version of a resource.
  public static String of(HistoryEntry entry) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("uid", entry.uid().toString());
    line.put("version", entry.version());
    line.put("at", entry.at().toString());
    line.put("principal", entry.principal());
    line.put("address", entry.address());
    line.put("action", entry.action());
    line.putRawValue("spec", new RawValue(onOneLine(entry.spec())));
    return JsonText.text(line);
  }

  /// A write.
  public static String of(AuditEntry entry) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("position", entry.position().text());
    line.put("mesh", entry.mesh());
    line.put("meshVersion", entry.meshVersion());
    line.put("at", entry.at().toString());
    line.put("principal", entry.principal());
    line.put("address", entry.address());
    line.put("action", entry.action());
    line.put("resource", entry.id().tail());
    line.put("uid", entry.uid().toString());
    version(line, "before", entry.before());
    version(line, "after", entry.after());
    return JsonText.text(line);
  }

  /// The same JSON, to the last digit: a string has no line break but an escaped one, so those that
  /// there are stand between its parts.
  private static String onOneLine(String json) {
    return json.replaceAll("[\\r\\n]\\s*", " ");
  }

  private static void version(ObjectNode line, String name, OptionalLong version) {
    if (version.isPresent()) {
      line.put(name, version.getAsLong());
    }
  }
}

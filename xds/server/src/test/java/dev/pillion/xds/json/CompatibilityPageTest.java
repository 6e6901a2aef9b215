package dev.pillion.xds.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// docs/app-mesh-compatibility.md tells of every operation and every field, as the code has them.
final class CompatibilityPageTest {
  private static final Path PAGE = Path.of("../../docs/app-mesh-compatibility.md");

  @Test
  void thePageTellsOfEveryOperationAndEveryField() throws IOException {
    String text = Files.readString(PAGE);
    String wanted = text;
    for (var part :
        Map.of(
                "operations of 2019-01-25", operations("2019-01-25"),
                "operations of 2018-10-01", operations("2018-10-01"),
                "fields", fields())
            .entrySet()) {
      String begin = "<!-- " + part.getKey() + ": written by CompatibilityPageTest -->\n";
      int from = wanted.indexOf(begin) + begin.length();
      int to = wanted.indexOf("<!-- end of " + part.getKey() + " -->");
      wanted = wanted.substring(0, from) + "\n" + part.getValue() + "\n" + wanted.substring(to);
    }
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, wanted);
      return;
    }
    assertEquals(wanted, text, "run scripts/mvn verify -pl xds/server -am -Ddocs.update=true");
  }

  private static String operations(String version) {
    var rows = new StringBuilder("| operation | request | state |\n|---|---|---|\n");
    String prefix = version.equals("2019-01-25") ? "/v20190125" : "";
    for (ServiceModel.Address operation : ServiceModel.of(version).operations()) {
      String path = operation.path();
      rows.append(
          "| %s | `%s %s` | served |\n"
              .formatted(
                  operation.operation(),
                  operation.method(),
                  path.startsWith("/v2") ? path : prefix + path));
    }
    return rows.toString();
  }

  private static String fields() {
    var text = new StringBuilder();
    for (Kind kind : Kind.values()) {
      text.append("### ").append(kind.word()).append("\n\n");
      text.append("| field | must be | state |\n|---|---|---|\n");
      rows("spec", SpecShapes.of(kind), "", kind, text);
      text.append("\n");
    }
    return text.toString().stripTrailing() + "\n";
  }

  private static void rows(String path, Shape shape, String need, Kind kind, StringBuilder text) {
    switch (shape) {
      case Shape.Structure structure ->
          structure
              .members()
              .forEach((name, member) -> {
                String must =
                    member.required()
                        ? "required, "
                        : structure.union() ? "one of its group, " : "";
                rows(path + "." + name, member.shape(), must, kind, text);
              });
      case Shape.ListOf(var item, var min, var max) when item instanceof Shape.Structure -> {
        if (min > 0 || max < Integer.MAX_VALUE) {
          row(path, need + between(min, max) + " items", kind, text);
        }
        rows(path + "[]", item, "", kind, text);
      }
      case Shape.ListOf(var item, var min, var max) ->
          row(
              path + "[]",
              need + "a list of " + between(min, max) + " items, each " + words(item),
              kind,
              text);
      default -> row(path, need + words(shape), kind, text);
    }
  }

  private static void row(String path, String must, Kind kind, StringBuilder text) {
    // No proxy of the mesh calls a virtual gateway, so there is nobody to check its health.
    boolean kept = kind == Kind.VIRTUAL_GATEWAY && path.contains(".healthCheck.");
    text.append("| `%s` | %s | %s |\n".formatted(path, must, kept ? "kept" : "translated"));
  }

  private static String words(Shape shape) {
    return switch (shape) {
      case Shape.Text(var min, var max, var pattern) ->
          "a string"
              + (min == 0 && max == Integer.MAX_VALUE
                  ? ""
                  : " of " + between(min, max) + " characters")
              + pattern.map(p -> ", `" + p.pattern().replace("|", "\\|") + "`").orElse("");
      case Shape.Choice(var words) -> String.join(", ", words);
      case Shape.Whole(var min, var max) ->
          min == Long.MIN_VALUE ? "a whole number" : between(min, max);
      case Shape.Flag() -> "true or false";
      case Shape.Structure _ -> "an object";
      case Shape.ListOf _ -> "a list";
    };
  }

  private static String between(long min, long max) {
    if (max >= Integer.MAX_VALUE) {
      return min + " or more";
    }
    return min == max ? Long.toString(min) : min + " to " + max;
  }
}

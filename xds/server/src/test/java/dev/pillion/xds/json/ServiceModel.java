package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/// App Mesh's own description of its API, as the AWS SDK for Python carries it.
public record ServiceModel(JsonNode root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// An operation's place.
  public record Address(String operation, String method, String path) {}

  /// Reads the model out of the Python environment that the tests have.
  ///
  /// @param version `2019-01-25` or `2018-10-01`
  public static ServiceModel of(String version) {
    Path folder = data().resolve("appmesh").resolve(version);
    try {
      Path plain = folder.resolve("service-2.json");
      try (InputStream file =
          Files.exists(plain)
              ? Files.newInputStream(plain)
              : new GZIPInputStream(Files.newInputStream(folder.resolve("service-2.json.gz")))) {
        return new ServiceModel(JSON.readTree(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path data() {
    Path lib = python().resolve("lib");
    try (var versions = Files.newDirectoryStream(lib, "python3*")) {
      for (Path version : versions) {
        Path data = version.resolve("site-packages/botocore/data");
        if (Files.isDirectory(data)) {
          return data;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException(lib + " has no botocore: run scripts/setup python");
  }

  private static Path python() {
    String given = System.getenv("PILLION_PYTHON_HOME");
    if (given != null) {
      return Path.of(given);
    }
    for (var at = Optional.of(Path.of("").toAbsolutePath());
        at.isPresent();
        at = at.map(Path::getParent)) {
      Path home = at.get().resolve(".cache/python");
      if (Files.exists(home)) {
        return home;
      }
    }
    throw new IllegalStateException("no Python environment: run scripts/setup python");
  }

  /// Every operation, by name.
  public List<Address> operations() {
    var found = new ArrayList<Address>();
    root.path("operations")
        .properties()
        .forEach(operation -> {
          JsonNode http = operation.getValue().path("http");
          found.add(
              new Address(
                  operation.getKey(),
                  http.path("method").asText(),
                  http.path("requestUri").asText()));
        });
    return List.copyOf(found);
  }

  /// What differs between a shape of ours and that of the name, each with its path.
  List<String> differences(String path, String name, Shape ours) {
    var found = new ArrayList<String>();
    compare(path, name, ours, found);
    return found;
  }

  private void compare(String path, String name, Shape ours, List<String> found) {
    JsonNode model = root.path("shapes").path(name);
    String type = model.path("type").asText();
    switch (ours) {
      case Shape.Structure structure -> {
        differ(path, "type", type, "structure", found);
        compare(path, model, structure, found);
      }
      case Shape.ListOf list -> {
        differ(path, "type", type, "list", found);
        bounds(path, model, 0, Integer.MAX_VALUE, list.min(), list.max(), found);
        compare(path + "[]", model.path("member").path("shape").asText(), list.item(), found);
      }
      case Shape.Text text -> {
        differ(path, "type", type, "string", found);
        differ(path, "enum", model.path("enum").toString(), "", found);
        bounds(path, model, 0, Integer.MAX_VALUE, text.min(), text.max(), found);
        String pattern = text.pattern().map(Object::toString).orElse("");
        differ(path, "pattern", model.path("pattern").asText(), pattern, found);
      }
      case Shape.Choice(var words) -> {
        var wanted = new TreeSet<String>();
        model.path("enum").forEach(word -> wanted.add(word.asText()));
        differ(path, "enum", wanted.toString(), new TreeSet<>(words).toString(), found);
      }
      case Shape.Whole(var min, var max) -> {
        boolean small = type.equals("integer");
        differ(path, "type", small ? "long" : type, "long", found);
        long least = small ? Integer.MIN_VALUE : Long.MIN_VALUE;
        long most = small ? Integer.MAX_VALUE : Long.MAX_VALUE;
        bounds(path, model, least, most, min, max, found);
      }
      case Shape.Flag() -> differ(path, "type", type, "boolean", found);
    }
  }

  private void compare(String path, JsonNode model, Shape.Structure ours, List<String> found) {
    differ(path, "union", model.path("union").asText("false"), ours.union() + "", found);
    var theirs = new TreeSet<String>();
    model.path("members").fieldNames().forEachRemaining(theirs::add);
    differ(path, "members", theirs + "", new TreeSet<>(ours.members().keySet()) + "", found);
    var required = new TreeSet<String>();
    model.path("required").forEach(member -> required.add(member.asText()));
    var must = new TreeSet<String>();
    ours.members()
        .forEach((member, of) -> {
          if (of.required()) {
            must.add(member);
          }
          String shape = model.path("members").path(member).path("shape").asText();
          compare(path + "." + member, shape, of.shape(), found);
        });
    differ(path, "required", required + "", must + "", found);
  }

  private static void bounds(
      String path, JsonNode model, long least, long most, long min, long max, List<String> found) {
    differ(path, "min", model.path("min").asLong(least) + "", min + "", found);
    differ(path, "max", model.path("max").asLong(most) + "", max + "", found);
  }

  private static void differ(
      String path, String what, String model, String ours, List<String> found) {
    if (!model.equals(ours)) {
      found.add("%s %s: model %s, ours %s".formatted(path, what, model, ours));
    }
  }
}

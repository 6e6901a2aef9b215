package dev.pillion.cli;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.templates.text.Documents;
import dev.pillion.templates.text.Value;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// The files that a command is given.
final class InputFiles {
  private InputFiles() {}

  /// Their texts, by what the user called them.
  static SequencedMap<String, String> read(List<String> files) {
    var texts = new LinkedHashMap<String, String>();
    for (String file : files) {
      if (texts.putIfAbsent(file, text(file)) != null) {
        throw wrong(file, "it is given twice", "give it once");
      }
    }
    return texts;
  }

  private static String text(String file) {
    try {
      return file.equals("-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(file));
    } catch (NoSuchFileException _) {
      throw wrong(file, "there is no such file", "correct its name");
    } catch (CharacterCodingException _) {
      throw wrong(file, "it is no text in UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      throw wrong(file, "it cannot be read (" + e + ")", "give a file that can be");
    }
  }

  /// Parameters as the AWS CLI takes them, as CodePipeline does, or names with values.
  static Map<String, String> parameters(Optional<Path> file) {
    var parameters = new TreeMap<String, String>();
    if (file.isEmpty()) {
      return parameters;
    }
    String name = file.get().toString();
    Value document = Documents.read(name, text(name));
    switch (document) {
      case Value.Items(var items) -> items.forEach(item -> listed(name, item, parameters));
      case Value.Members members ->
          (members.member("Parameters").isPresent() ? members.mapping("Parameters") : members)
              .members()
              .forEach((key, value) -> put(name, key, value, parameters));
      default ->
          throw wrong(name, "it has " + document.kind(), "give a mapping of names to values");
    }
    return parameters;
  }

  private static void listed(String file, Value item, Map<String, String> into) {
    if (!(item instanceof Value.Members members) || members.text("ParameterKey").isEmpty()) {
      throw wrong(file, "it has an item without ParameterKey", "give each its ParameterKey");
    }
    put(
        file,
        members.text("ParameterKey").orElse(""),
        members.member("ParameterValue").orElse(new Value.Nothing()),
        into);
  }

  private static void put(String file, String name, Value value, Map<String, String> into) {
    if (!(value instanceof Value.Scalar scalar)) {
      throw wrong(file, name + " is " + value.kind(), "give it a text or a number");
    }
    into.put(name, scalar.text());
  }

  private static MeshException wrong(String file, String problem, String remedy) {
    return new MeshException(MeshException.Code.INVALID, file, problem, remedy);
  }
}

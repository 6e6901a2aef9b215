package dev.pillion.templates.text;

import dev.pillion.mesh.model.MeshException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// Reads YAML, and so JSON, with CloudFormation's short tags: `!Ref`, `!GetAtt`, `!Sub` and all
/// others. Of the library only what makes nodes is used, so no tag can make an object.
public final class Yaml {
  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  // CloudFormation's own functions without the prefix that the others have.
  private static final Set<String> BARE = Set.of("Ref", "Condition");
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  // CloudFormation's limit for a template's body is 1 MB; this is for generated API JSON.
  private static final int MOST_CHARACTERS = 64 * 1024 * 1024;
  // Templates are some twenty deep; a node within itself is deeper than any number.
  private static final int DEEPEST = 100;

  private final String file;

  private Yaml(String file) {
    this.file = file;
  }

  /// The value that the text is.
  ///
  /// @param file what messages call it
  public static Value read(String file, String text) {
    return new Yaml(file).read(text);
  }

  private Value read(String text) {
    try {
      var options = new LoaderOptions();
      options.setCodePointLimit(MOST_CHARACTERS);
      options.setNestingDepthLimit(DEEPEST);
      var composer =
          new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options);
      @Nullable Node document = composer.getSingleNode();
      return document == null ? new Value.Nothing() : value(document, 0);
    } catch (MarkedYAMLException e) {
      throw wrong(place(e.getProblemMark()) + e.getProblem());
    } catch (YAMLException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Value value(Node node, int depth) {
    if (depth > DEEPEST) {
      throw wrong("something in it holds itself, or is deeper than " + DEEPEST);
    }
    String tag = node.getTag().getValue();
    Value plain =
        switch (node) {
          case MappingNode mapping -> mapping(mapping, depth);
          case SequenceNode sequence -> {
            List<Value> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(value(item, depth + 1)));
            yield new Value.Items(items);
          }
          case ScalarNode scalar -> scalar(scalar);
          default -> throw wrong("there is a node of an unknown kind");
        };
    if (!tag.startsWith("!") || tag.length() == 1) {
      return plain;
    }
    String name = tag.substring(1);
    return new Value.Call(BARE.contains(name) ? name : "Fn::" + name, plain);
  }

  private Value mapping(MappingNode mapping, int depth) {
    var members = new LinkedHashMap<String, Value>();
    for (NodeTuple member : mapping.getValue()) {
      if (!(member.getKeyNode() instanceof ScalarNode key)) {
        throw wrong(place(member.getKeyNode().getStartMark()) + "a key is no word");
      }
      Value value = value(member.getValueNode(), depth + 1);
      if (members.putIfAbsent(key.getValue(), value) != null) {
        throw wrong(place(key.getStartMark()) + "the key '" + key.getValue() + "' is there twice");
      }
    }
    return Value.mappingOrCall(members);
  }

  private static Value scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return new Value.Nothing();
    }
    if (tag.equals(Tag.BOOL)) {
      return new Value.Flag(TRUE.contains(text.toLowerCase(Locale.ROOT)), text);
    }
    if ((tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && JSON_NUMBER.matcher(text).matches()) {
      return new Value.Numeral(text);
    }
    return new Value.Text(text);
  }

  private static String place(@Nullable Mark mark) {
    return mark == null
        ? ""
        : "line %d, column %d: ".formatted(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private MeshException wrong(String problem) {
    return new MeshException(
        MeshException.Code.INVALID,
        file,
        "it is neither YAML nor JSON: " + problem,
        "correct it there");
  }
}

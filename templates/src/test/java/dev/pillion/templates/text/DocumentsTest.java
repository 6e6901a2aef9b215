package dev.pillion.templates.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DocumentsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: !Ref B | {\"a\": {\"Ref\": \"B\"}}",
        "a: !GetAtt B.Name | {\"a\": {\"Fn::GetAtt\": \"B.Name\"}}",
        "a: !Sub '${B}-c' | {\"a\": {\"Fn::Sub\": \"${B}-c\"}}",
        "a: !Join [., [x, !Ref B]] | {\"a\": {\"Fn::Join\": [\".\", [\"x\", {\"Ref\": \"B\"}]]}}",
        "a: !If [C, 1, !Ref AWS::NoValue] |"
            + " {\"a\": {\"Fn::If\": [\"C\", 1, {\"Ref\": \"AWS::NoValue\"}]}}",
        "Fn::Sub: x | {\"Fn::Sub\": \"x\"}",
      })
  void aShortTagIsTheFunctionOfThatName(String yaml, String json) {
    assertEquals(Documents.read("a.json", json), Documents.read("a.yaml", yaml));
  }

  @Test
  void numbersAndFlagsKeepTheirText() {
    assertEquals(
        Documents.read("a.json", "[8080, 1.10, true, \"080\", null]"),
        Documents.read("a.yaml", "[8080, 1.10, true, '080', ~]"));
    assertEquals(
        List.of("8080", "1.10", "012345678901", "0x1F", "yes"),
        Documents.read("a.yaml", "[8080, 1.10, 012345678901, 0x1F, yes]")
                instanceof Value.Items(var items)
            ? items.stream()
                .map(item -> item instanceof Value.Scalar scalar ? scalar.text() : "")
                .toList()
            : List.of());
  }

  @Test
  void jsonMayHaveTabsAndEscapesThatYamlDoesNotKnow() {
    assertEquals(
        "{\"a\":\"/\ud83d\ude00\"}",
        Json.typed(Documents.read("a", "{\n\t\"a\": \"\\/\\ud83d\\ude00\"\n}")).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.yaml | a: [ | line 1, column 5",
        "a.yaml | {a: 1, a: 2} | the key 'a' is there twice",
        "a.yaml | a: &x [*x] | something in it holds itself",
        "a.json | {\"a\": $NAME} | $VARIABLES of a script's must be filled in first",
        "a.json | {\"a\": 1, \"a\": 2} | Duplicate field 'a'",
        "a.json | {} 1 | there is more after its end",
      })
  void whatCannotBeReadIsToldWithItsPlace(String file, String text, String told) {
    String message =
        assertThrows(MeshException.class, () -> Documents.read(file, text)).getMessage();
    assertTrue(message != null && message.startsWith(file) && message.contains(told), message);
  }

  @Test
  void linesEndBeforeTheEightiethColumn() {
    String words = "word ".repeat(50).strip();
    String wrapped = Lines.wrapped("- ", "  ", words);
    assertTrue(wrapped.lines().allMatch(line -> line.length() <= Lines.WIDTH), wrapped);
    assertEquals(words, wrapped.substring(2).strip().replaceAll("\\s+", " "));
  }
}

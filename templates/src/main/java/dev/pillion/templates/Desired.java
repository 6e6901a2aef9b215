package dev.pillion.templates;

import dev.pillion.templates.evaluate.Evaluation;
import dev.pillion.templates.evaluate.Given;
import dev.pillion.templates.evaluate.Template;
import dev.pillion.templates.files.ApiFile;
import dev.pillion.templates.resource.Wanted;
import dev.pillion.templates.text.Documents;
import dev.pillion.templates.text.Problems;
import dev.pillion.templates.text.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Files as what they want. Nothing is asked of a server.
public final class Desired {
  private Desired() {}

  /// What files come to.
  ///
  /// @param ignored how many resources of each type that is none of App Mesh's
  public record Read(List<Wanted> wanted, SortedMap<String, Integer> ignored) {
    /// Copies its collections.
    public Read {
      wanted = List.copyOf(wanted);
      ignored = Collections.unmodifiableSortedMap(new TreeMap<>(ignored));
    }
  }

  /// Reads templates and files of API JSON, each by what it has in it.
  ///
  /// @param texts by file
  /// @param defaultMesh where resources of API JSON are that name no mesh
  /// @throws dev.pillion.mesh.model.MeshException with everything that is wrong in any of them
  public static Read read(
      SequencedMap<String, String> texts, Given given, Optional<String> defaultMesh) {
    var problems = new Problems();
    List<Template> templates = new ArrayList<>();
    List<Wanted> wanted = new ArrayList<>();
    for (Map.Entry<String, String> file : texts.entrySet()) {
      Value document = Documents.read(file.getKey(), file.getValue());
      if (Template.isOne(document)) {
        templates.add(Template.of(file.getKey(), document, problems));
      } else {
        wanted.addAll(ApiFile.read(file.getKey(), document, defaultMesh, problems));
      }
    }
    var evaluated = Evaluation.of(templates, given, problems);
    wanted.addAll(evaluated.wanted());
    problems.check("The files cannot be applied");
    return new Read(wanted, evaluated.ignored());
  }
}

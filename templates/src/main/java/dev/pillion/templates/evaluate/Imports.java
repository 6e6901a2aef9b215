package dev.pillion.templates.evaluate;

import dev.pillion.templates.text.Problems;
import dev.pillion.templates.text.Value;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What `Fn::ImportValue` finds: what was given, and what the templates at hand export.
final class Imports {
  private final SortedMap<String, String> given;
  private final List<Template> templates;
  private final Given all;

  Imports(Given given, List<Template> templates) {
    this.given = given.imports();
    this.templates = List.copyOf(templates);
    this.all = given;
  }

  Value value(Evaluator asking, String name, String at) {
    String told = given.get(name);
    if (told != null) {
      return new Value.Text(told);
    }
    for (Template template : templates) {
      if (template != asking.template()) {
        Optional<Value> exported = exported(template, name);
        if (exported.isPresent()) {
          return exported.get();
        }
      }
    }
    return asking.problem(
        at,
        "'" + name + "' is exported by none of the templates given",
        "give it with --import " + name + "=…, or the template that exports it too");
  }

  /// Problems of other outputs are nobody's here; one of the output itself leaves it untold.
  private Optional<Value> exported(Template template, String name) {
    for (Value output : template.outputs().members().values()) {
      if (output instanceof Value.Members members
          && members.mapping("Export").member("Name").isPresent()
          && members.member("Value").isPresent()) {
        var naming = evaluator(template);
        Value called = members.mapping("Export").member("Name").get();
        if (naming.text(called, "Outputs").equals(name) && naming.problems().all().isEmpty()) {
          var valuing = evaluator(template);
          Value value = valuing.value(members.member("Value").get(), "Outputs");
          return valuing.problems().all().isEmpty() ? Optional.of(value) : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private Evaluator evaluator(Template template) {
    // What a template exports may be imported in turn, by name or from nowhere: no further.
    return new Evaluator(template, all, new Imports(all, List.of()), new Problems());
  }
}

package dev.pillion.templates.evaluate;

import dev.pillion.templates.text.Value;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// Which resources of a template come after which: by `DependsOn` and by reference, also by way of
/// resources that are none of App Mesh's.
final class Needs {
  private Needs() {}

  /// The logical ids of App Mesh resources that the one needs.
  static Set<String> of(Template template, Declared declared) {
    var needed = new TreeSet<String>();
    var seen = new HashSet<String>();
    var left = new ArrayDeque<Declared>();
    left.add(declared);
    while (!left.isEmpty()) {
      for (String id : direct(left.remove())) {
        template
            .resource(id)
            .filter(_ -> seen.add(id))
            .ifPresent(next -> {
              if (next.isAppMesh()) {
                needed.add(id);
              }
              left.add(next);
            });
      }
    }
    needed.remove(declared.id());
    return needed;
  }

  private static Set<String> direct(Declared declared) {
    var names = new HashSet<>(declared.dependsOn());
    collect(declared.properties(), names);
    return names;
  }

  private static void collect(Value value, Set<String> into) {
    switch (value) {
      case Value.Call(var function, var argument) -> {
        switch (function) {
          case "Ref" -> text(argument, into);
          case "Fn::GetAtt" -> {
            if (argument instanceof Value.Items(var items) && !items.isEmpty()) {
              text(items.getFirst(), into);
            } else {
              text(argument, into);
            }
          }
          case "Fn::Sub" ->
              Substitution.names(argument)
                  .forEach(name -> into.add(name.replaceFirst("\\..*", "")));
          default -> {}
        }
        collect(argument, into);
      }
      case Value.Items(var items) -> items.forEach(item -> collect(item, into));
      case Value.Members(var members) -> members.values().forEach(item -> collect(item, into));
      case Value.Scalar _, Value.Nothing _, Value.Absent _ -> {}
    }
  }

  private static void text(Value value, Set<String> into) {
    if (value instanceof Value.Scalar scalar) {
      into.add(scalar.text().replaceFirst("\\..*", ""));
    }
  }
}

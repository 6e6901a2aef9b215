package dev.pillion.templates.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.state.Reference;
import dev.pillion.templates.resource.Present;
import dev.pillion.templates.resource.ResourceKey;
import dev.pillion.templates.resource.Specs;
import dev.pillion.templates.resource.Wanted;
import dev.pillion.templates.text.Problems;
import dev.pillion.xds.json.SpecJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// From what is wanted and what is there to what is to be done. The same input gives the same plan.
public final class Planner {
  private final Ownership ownership;
  private final Problems problems;

  private Planner(Ownership ownership, Problems problems) {
    this.ownership = ownership;
    this.problems = problems;
  }

  /// The resources that a server must be asked for besides those that are wanted: what their
  /// specifications name.
  public static Set<ResourceKey> asked(Collection<Wanted> wanted) {
    var asked = new TreeSet<ResourceKey>();
    for (Wanted one : wanted) {
      asked.add(one.key());
      asked.addAll(Order.required(one));
    }
    return asked;
  }

  /// The plan; an empty one where there are problems.
  ///
  /// @param present all that [#asked] names and is there; with pruning, all of every mesh
  public static Plan plan(
      Collection<Wanted> wanted,
      Collection<Present> present,
      Ownership ownership,
      Problems problems) {
    return new Planner(ownership, problems).plan(wanted, present);
  }

  private Plan plan(Collection<Wanted> all, Collection<Present> there) {
    var wanted = new TreeMap<ResourceKey, Wanted>();
    for (Wanted one : all) {
      var first = wanted.putIfAbsent(one.key(), owned(one));
      if (first != null) {
        problems.add(
            one.source(),
            one.key() + " is in " + first.source() + " too",
            "take it out of one of them");
      }
    }
    var present = new TreeMap<ResourceKey, Present>();
    there.forEach(one -> present.put(one.key(), one));
    List<Present> removed =
        present.values().stream()
            .filter(one -> ownership.prune() && ownership.owns(one))
            .filter(one -> !wanted.containsKey(one.key()))
            .sorted(Comparator.comparing(Present::key).reversed())
            .toList();
    var gone = new TreeSet<ResourceKey>();
    removed.forEach(one -> gone.add(one.key()));
    List<Step> steps = new ArrayList<>();
    for (Wanted one : Order.of(wanted, problems)) {
      checkRequired(one, wanted.keySet(), present, gone);
      steps.add(step(one, present));
    }
    checkUnused(gone, wanted.keySet(), present.values());
    removed.forEach(one -> steps.add(new Step.Remove(one)));
    return new Plan(problems.all().isEmpty() ? steps : List.of());
  }

  private Wanted owned(Wanted wanted) {
    return ownership.stack().map(stack -> wanted.tagged(Ownership.TAG, stack)).orElse(wanted);
  }

  private Step step(Wanted wanted, SortedMap<ResourceKey, Present> there) {
    Present present = there.get(wanted.key());
    if (present == null) {
      return new Step.Create(wanted);
    }
    if (ownership.isAnothers(present) && !ownership.takeOver()) {
      problems.add(
          wanted.source(),
          "%s is of stack '%s'".formatted(wanted.key(), Ownership.owner(present).orElse("")),
          "apply it with that stack's other resources, or give --take-over");
    }
    JsonNode spec = Specs.parse(wanted.document().text());
    List<String> changes = new ArrayList<>(Differences.between(present.spec(), spec));
    boolean differs = !changes.isEmpty();
    var tags = new TreeMap<>(wanted.tags());
    tags.entrySet().removeAll(present.tags().entrySet());
    changes.addAll(Differences.between(present.tags(), wanted.tags()));
    return differs || !tags.isEmpty()
        ? new Step.Update(wanted, present, differs, tags, changes)
        : new Step.Keep(wanted.key());
  }

  private void checkRequired(
      Wanted wanted,
      Set<ResourceKey> all,
      SortedMap<ResourceKey, Present> present,
      Set<ResourceKey> gone) {
    for (ResourceKey required : Order.required(wanted)) {
      if (gone.contains(required)) {
        problems.add(
            wanted.source(),
            "it needs %s, which is no longer in the files and would be removed".formatted(required),
            "put that back, or correct the reference");
      } else if (!all.contains(required) && !present.containsKey(required)) {
        problems.add(
            wanted.source(),
            "it needs %s%s, which neither the files nor the server have"
                .formatted(required, place(wanted, required)),
            "add that, or correct the reference");
      }
    }
  }

  private static String place(Wanted wanted, ResourceKey required) {
    return wanted.document().references().stream()
        .filter(reference -> reference.target().equals(required.id()))
        .map(Reference::at)
        .findFirst()
        .map(at -> " (" + at + ")")
        .orElse("");
  }

  /// What stays must not need what goes.
  private void checkUnused(
      Set<ResourceKey> gone, Set<ResourceKey> wanted, Collection<Present> present) {
    for (Present one : present) {
      if (gone.contains(one.key()) || wanted.contains(one.key())) {
        continue;
      }
      var document = SpecJson.stored(one.key().kind(), one.spec().toString());
      var stays = new Wanted(one.key(), document, one.tags(), one.key().toString(), Set.of());
      for (ResourceKey required : Order.required(stays)) {
        if (gone.contains(required)) {
          problems.add(
              required.toString(),
              "it cannot be removed: %s needs it, and is of %s"
                  .formatted(
                      one.key(),
                      Ownership.owner(one)
                          .map(owner -> "stack '" + owner + "'")
                          .orElse("no stack")),
              "remove that first, or leave --prune out");
        }
      }
    }
  }
}

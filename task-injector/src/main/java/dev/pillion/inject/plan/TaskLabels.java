package dev.pillion.inject.plan;

import dev.pillion.mesh.model.ProxyGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The `pillion.*` labels of all containers of a task, as one.
final class TaskLabels {
  private static final String JOIN = "pillion join";
  // What says which connections go through an Envoy that stands beside apps.
  private static final List<Label<?>> REDIRECTION =
      List.of(Labels.APP_PORTS, Labels.EGRESS_IGNORED_PORTS, Labels.EGRESS_IGNORED_IPS);

  private final SortedMap<String, Owned> labels = new TreeMap<>();
  private final List<Problem> conflicts = new ArrayList<>();

  private record Owned(String owner, String value) {}

  /// @param given by whoever had the task join; they take the place of those of the same name
  TaskLabels(Map<String, String> given) {
    given.forEach((name, value) -> labels.put(name, new Owned(JOIN, value.strip())));
  }

  /// Adds a container's labels; those that are not Pillion's are left out.
  void add(String container, Map<String, String> all) {
    all.forEach((name, value) -> {
      Owned there = labels.get(name);
      if (Labels.concerns(name) && (there == null || !there.owner().equals(JOIN))) {
        add(name, new Owned("container '" + container + "'", value.strip()));
      }
    });
  }

  private void add(String name, Owned label) {
    Owned before = labels.putIfAbsent(name, label);
    if (before != null && !before.value().equals(label.value())) {
      conflicts.add(
          new Problem(
              Reason.CONFLICTING_LABELS,
              "label %s: %s says '%s' and %s says '%s'"
                  .formatted(name, before.owner(), before.value(), label.owner(), label.value()),
              "set it on one container only, or the same on all"));
    }
  }

  boolean isEmpty() {
    return labels.isEmpty();
  }

  boolean disabled() {
    return conflicts.isEmpty()
        && raw(Labels.INJECT).filter(text -> Labels.INJECT.problem(text).isEmpty()).isPresent()
        && !value(Labels.INJECT).orElse(true);
  }

  /// Everything that is wrong with them; the other questions but [#disabled] are for labels without
  /// problems.
  List<Problem> problems() {
    var problems = new ArrayList<>(conflicts);
    labels.forEach((name, label) -> problem(name, label).ifPresent(problems::add));
    if (problems.isEmpty()) {
      problems.addAll(identityProblems());
    }
    return Collections.unmodifiableList(problems);
  }

  private static Optional<Problem> problem(String name, Owned owned) {
    return Labels.named(name)
        .map(label -> badValue(label, owned))
        .orElseGet(() -> Optional.of(unknown(name, owned)));
  }

  private static Optional<Problem> badValue(Label<?> label, Owned owned) {
    return label
        .problem(owned.value())
        .map(refused ->
            new Problem(
                refused.reason(),
                "label %s of %s: %s".formatted(label.name(), owned.owner(), refused.problem()),
                refused.remedy()));
  }

  private static Problem unknown(String name, Owned owned) {
    return new Problem(
        Reason.UNKNOWN_LABEL,
        "label %s of %s: Pillion knows no such label".formatted(name, owned.owner()),
        Labels.closest(name)
            .map(meant -> "did you mean " + meant + "?")
            .orElse("take it away; docs/annotations.md lists the labels"));
  }

  private List<Problem> identityProblems() {
    boolean node = raw(Labels.VIRTUAL_NODE).isPresent();
    boolean gateway = raw(Labels.VIRTUAL_GATEWAY).isPresent();
    if (node && gateway) {
      return List.of(
          new Problem(
              Reason.CONFLICTING_LABELS,
              "label pillion.virtual-gateway: is set, and so is pillion.virtual-node",
              "a task is an instance of one of them: take the other away"));
    }
    if (!node && !gateway) {
      return List.of(
          new Problem(
              Reason.MISSING_LABEL,
              "label pillion.virtual-node: is not set, but " + labels.firstKey() + " is",
              "add pillion.virtual-node or pillion.virtual-gateway, or take every pillion.* label"
                  + " away"));
    }
    List<Problem> problems = meshProblems(node ? Labels.VIRTUAL_NODE : Labels.VIRTUAL_GATEWAY);
    return problems.isEmpty() && gateway ? gatewayProblems() : problems;
  }

  private List<Problem> meshProblems(Label<ProxyName> label) {
    ProxyName proxy = value(label).orElseThrow();
    Optional<String> mesh = value(Labels.MESH);
    if (mesh.isEmpty() && proxy.mesh().isEmpty()) {
      return List.of(
          new Problem(
              Reason.MISSING_LABEL,
              "label pillion.mesh: is not set, and %s names no mesh".formatted(label.name()),
              "add pillion.mesh, or write %s as mesh/%s".formatted(label.name(), proxy.name())));
    }
    if (mesh.isPresent() && proxy.mesh().isPresent() && !mesh.equals(proxy.mesh())) {
      return List.of(
          new Problem(
              Reason.CONFLICTING_LABELS,
              "label pillion.mesh: says '%s', but %s names mesh '%s'"
                  .formatted(mesh.get(), label.name(), proxy.mesh().get()),
              "name the mesh once, or the same in both"));
    }
    return List.of();
  }

  private List<Problem> gatewayProblems() {
    return REDIRECTION.stream()
        .filter(label -> raw(label).isPresent())
        .map(label ->
            new Problem(
                Reason.CONFLICTING_LABELS,
                "label %s: is about redirection, and a gateway's task has none"
                    .formatted(label.name()),
                "take the label away"))
        .toList();
  }

  /// The virtual node or gateway they name, where they do.
  Optional<ProxyGroup> group() {
    return group(Labels.VIRTUAL_NODE, ProxyGroup.Kind.VIRTUAL_NODE)
        .or(() -> group(Labels.VIRTUAL_GATEWAY, ProxyGroup.Kind.VIRTUAL_GATEWAY));
  }

  private Optional<ProxyGroup> group(Label<ProxyName> label, ProxyGroup.Kind kind) {
    return value(label)
        .flatMap(proxy ->
            proxy
                .mesh()
                .or(() -> value(Labels.MESH))
                .map(mesh -> new ProxyGroup(mesh, kind, proxy.name())));
  }

  /// A label's value, where it is set.
  <T> Optional<T> value(Label<T> label) {
    return raw(label).map(label::value);
  }

  private Optional<String> raw(Label<?> label) {
    return Optional.ofNullable(labels.get(label.name())).map(Owned::value);
  }
}

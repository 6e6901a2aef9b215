package dev.pillion.delta;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;

/// What is left to tell a client of one state of the resources. It outlives a response, so that a
/// thousand resources that travel alone are not compared a thousand times.
///
/// @param resources the state
/// @param together those to send that may share a response
/// @param alone those to send that each need one of their own; sent ones are taken off
/// @param missing names that wait for an answer and do not exist
/// @param gone names that the client holds and that exist no longer
/// @param unknown whether the client was never sent one of those to send
record Backlog(
    SortedMap<String, VersionedResource> resources,
    List<VersionedResource> together,
    Queue<VersionedResource> alone,
    List<String> missing,
    List<String> gone,
    boolean unknown) {
  /// Whether this is what is left of that very state; an equal one counts as another.
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(SortedMap<String, VersionedResource> state) {
    return resources == state;
  }

  /// The next of those that travel alone.
  Optional<VersionedResource> next() {
    return Optional.ofNullable(alone.peek());
  }

  /// Whether nothing is, so that nothing but what a step from that state changed can be next.
  boolean ends(Step step) {
    boolean empty = together.isEmpty() && alone.isEmpty() && missing.isEmpty() && gone.isEmpty();
    return empty && isOf(step.from());
  }

  /// Whether the response has nothing that left the resources before it was sent, as what was
  /// promised may: what then has to go again is known by comparing anew only.
  boolean covers(Push sent) {
    return sent.resources().stream().allMatch(resource -> resources.containsKey(resource.name()));
  }

  /// What is left after the next response, which it covers.
  ///
  /// @param told the names of all that the client was ever sent
  Backlog after(Push sent, Set<String> told) {
    boolean shared = !together.isEmpty() || !sent.removed().isEmpty() || sent.resources().isEmpty();
    if (!shared) {
      alone.remove();
      return this;
    }
    boolean removed = sent.removed().size() > missing.size();
    return new Backlog(
        resources,
        List.of(),
        alone,
        List.of(),
        removed ? List.of() : gone,
        alone.stream().anyMatch(resource -> !told.contains(resource.name())));
  }
}

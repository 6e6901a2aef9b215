package dev.pillion.delta;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
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

  /// Takes off what is sent; false if it was more than the next of those that travel alone, and all
  /// is to be compared anew.
  boolean takeOff(Push sent) {
    boolean next = sent.parts() == 1 && next().map(sent.resources()::contains).orElse(false);
    if (next) {
      alone.remove();
    }
    return next;
  }
}

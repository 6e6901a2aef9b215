package dev.pillion.delta;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How far one type of a stream is from the snapshot.
///
/// @param heard whether the client has asked for anything of the type
/// @param answer where the last response stands
/// @param together resources to send that may share a response
/// @param alone the first of the resources to send that each need one of their own
/// @param missing names that wait for an answer and do not exist
/// @param gone names that the client holds and that exist no longer
/// @param greeting whether an answer is due even if it is empty
/// @param unknown whether the client was never sent one of the resources
/// @param rejected whether the client refuses the newest of something
record Due(
    boolean heard,
    Answer answer,
    List<VersionedResource> together,
    Optional<VersionedResource> alone,
    List<String> missing,
    List<String> gone,
    boolean greeting,
    boolean unknown,
    boolean rejected) {
  /// Whether the client has answered the last response.
  enum Answer {
    /// It has, or there was none.
    RECEIVED,
    /// It has not, and others wait for it.
    AWAITED,
    /// It has not, and nothing else is to wait for it any longer.
    LATE
  }

  Due {
    together = List.copyOf(together);
    missing = List.copyOf(missing);
    gone = List.copyOf(gone);
  }

  /// Whether everything that exists is sent.
  boolean sent() {
    return together.isEmpty() && alone.isEmpty();
  }

  /// Whether everything that exists is sent and answered.
  boolean made() {
    return answer == Answer.RECEIVED && sent() && missing.isEmpty() && !greeting;
  }

  /// Whether everything that exists is sent, in this version or another, and was to be answered by
  /// now.
  boolean late() {
    return answer == Answer.LATE && !unknown;
  }

  /// Whether the client holds exactly what it is to hold, as far as it was asked.
  boolean settled() {
    return made() && gone.isEmpty() && !rejected;
  }

  /// The next response, if any is due.
  Optional<Push> push(XdsType type, boolean removals) {
    List<String> removed =
        removals ? Stream.concat(missing.stream(), gone.stream()).sorted().toList() : missing;
    if (greeting || !together.isEmpty() || !removed.isEmpty()) {
      return Optional.of(new Push(type, together, removed));
    }
    return alone.map(one -> new Push(type, List.of(one), List.of()));
  }
}

package dev.pillion.delta;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What a client asked for of one type and what it was told, in one dialect of the protocol. Owned
/// by its [Engine].
///
/// @param <Q> the dialect's requests
/// @param <R> the dialect's responses
interface Subscription<Q, R> {
  /// Takes over what a request asks for.
  void ask(Q request);

  /// The verdict in a request, if it answers the response that is under way.
  Optional<Verdict> verdict(Q request, Instant now);

  /// How far the client is from having these.
  ///
  /// @param step what they differ by from those that most clients of the group have, if they do
  Due due(SortedMap<String, VersionedResource> resources, Optional<Step> step);

  /// Takes note of a push and puts it into a response.
  ///
  /// @param mesh the version of the mesh that the push comes from
  R send(Push push, String nonce, Instant now, long mesh);

  /// Responses and verdicts so far.
  Exchange exchange();

  /// Whether the client has asked for anything.
  boolean heard();

  /// Has a request for the name answered with this, should the snapshot have moved on by then.
  void promise(String name, Optional<VersionedResource> resource);

  /// Has the name answered anew if the client asked for it, or asks for it in its first request.
  void owe(String name);

  /// Ends the promises of which nothing is owed.
  void endPromises();

  /// Where the client stands.
  TypeStatus status(boolean inSync);

  /// What the client was sent and not told to drop, by name.
  List<ResourceStatus> resources();
}

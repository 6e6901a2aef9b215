package dev.pillion.xds.ads;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// What holds for proxies that dial the server themselves, as App Mesh's did. An agent's own
/// streams are never ended by the server.
///
/// @param proxiesPerGroup how many proxies of one virtual node or gateway may be connected before
///   one more is turned away
/// @param streamTime how long a stream lasts at least before it is ended, so that proxies spread
///   over the servers that there are; zero for as long as the proxy likes
/// @param tokens the file of the tokens that proxies may show, one of which each then needs
public record AdsRules(int proxiesPerGroup, Duration streamTime, Optional<Path> tokens) {
  /// More than anyone has, and half an hour.
  public static final AdsRules USUAL =
      new AdsRules(100_000, Duration.ofMinutes(30), Optional.empty());

  /// How long one stream lasts: up to a third longer, so that not all end at once.
  Duration oneStreamTime() {
    long nanos = streamTime.toNanos();
    return streamTime.plusNanos(ThreadLocalRandom.current().nextLong(nanos / 3 + 1));
  }
}

package dev.pillion.delta;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The responses of one type on one stream, one after the other, and what the client said to them.
final class Exchange {
  private record Outstanding(String nonce, Push push, boolean late) {}

  private final XdsType type;
  private final Map<String, Verdict.Rejected> rejected = new HashMap<>();
  private @Nullable Outstanding outstanding;
  private @Nullable Instant sent;
  private @Nullable Instant acknowledged;

  Exchange(XdsType type) {
    this.type = type;
  }

  /// A response goes out; what it brings or takes away counts as not refused.
  void sent(Push push, String nonce, Instant now) {
    push.resources().forEach(resource -> rejected.remove(resource.name()));
    push.removed().forEach(rejected::remove);
    outstanding = new Outstanding(nonce, push, false);
    sent = now;
  }

  /// The response that is under way, if the nonce is its; it is answered with this.
  Optional<Push> take(String nonce) {
    Outstanding answered = outstanding;
    if (answered == null || !answered.nonce().equals(nonce)) {
      return Optional.empty();
    }
    outstanding = null;
    return Optional.of(answered.push());
  }

  Verdict accept(Push push, Instant now) {
    acknowledged = now;
    return new Verdict.Accepted(type, push.resources(), now);
  }

  /// @param sole whether nothing else in the response could be refused
  Verdict.Rejected reject(Push push, boolean sole, String error, Instant now) {
    var refusal = new Verdict.Rejected(type, push.resources(), sole, EnvoyError.brief(error), now);
    if (sole) {
      push.resources().forEach(resource -> rejected.put(resource.name(), refusal));
    }
    return refusal;
  }

  /// Ends the wait for the response of that nonce.
  void late(String nonce) {
    if (outstanding != null && outstanding.nonce().equals(nonce)) {
      outstanding = new Outstanding(nonce, outstanding.push(), true);
    }
  }

  /// Where the last response stands.
  Due.Answer answer() {
    if (outstanding == null) {
      return Due.Answer.RECEIVED;
    }
    return outstanding.late() ? Due.Answer.LATE : Due.Answer.AWAITED;
  }

  /// Whether the client refuses the newest of something.
  boolean refuses() {
    return !rejected.isEmpty();
  }

  void retain(Set<String> names) {
    rejected.keySet().retainAll(names);
  }

  TypeStatus status(int resources, boolean inSync) {
    List<Verdict.Rejected> refusals = new ArrayList<>(rejected.values());
    refusals.sort(Comparator.comparing(Verdict.Rejected::at).reversed());
    return new TypeStatus(
        type,
        resources,
        Optional.ofNullable(sent),
        Optional.ofNullable(acknowledged),
        refusals,
        inSync);
  }
}

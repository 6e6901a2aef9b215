package dev.pillion.xds.ads;

import com.google.protobuf.ByteString;
import dev.pillion.delta.Snapshot;
import dev.pillion.delta.Verdict;
import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the proxies of one group and one version of Envoy made of what they were sent. A version
/// that one of them refuses is kept from those that have not seen it: they are given the last
/// version that any accepted, until the version changes, another accepts it, or those that refuse
/// it have left.
final class Quarantine {
  /*
   * A proxy that refuses something is not concerned itself: its stream does not offer it that
   * version again, and keeps what the old one leads to. Where no version was ever accepted, the
   * refused one is offered all the same, since what keeps one proxy from taking it may be its own
   * host, and to withhold it would leave every other with less.
   */

  private record Key(XdsType type, String name) {}

  private record Refused(VersionedResource resource, String error, Set<Member> by) {}

  // More than that many accepted resources that no snapshot has any more are forgotten.
  private static final int BYGONE = 256;
  private static final long NEVER = -1;

  /* guards everything below; held for computing only, and taken by streams under their own lock */
  private final Object lock = new Object();
  private final Map<XdsType, Map<String, VersionedResource>> good = new EnumMap<>(XdsType.class);
  private final Map<Key, Refused> refused = new LinkedHashMap<>();
  private final Set<Member> members = new LinkedHashSet<>();
  private @Nullable Snapshot wanted;
  private @Nullable Snapshot shared;
  private long changes;

  /// A proxy of the group.
  final class Member implements AutoCloseable {
    private final String nodeId;
    private final Runnable changed;
    // Its own view, as long as neither the snapshot nor the refusals change.
    private @Nullable Snapshot view;
    private long viewOf = NEVER;

    private Member(String nodeId, Runnable changed) {
      this.nodeId = nodeId;
      this.changed = changed;
    }

    /// What of a snapshot this proxy is to hold.
    Snapshot view(Snapshot snapshot) {
      synchronized (lock) {
        return look(this, snapshot);
      }
    }

    /// Takes note of what this proxy says to what it was sent.
    void heed(Verdict verdict) {
      tell(
          switch (verdict) {
            case Verdict.Accepted accepted -> accept(accepted);
            case Verdict.Rejected rejected -> refuse(this, rejected);
          });
    }

    /// What is kept from this proxy, because another refuses it.
    List<KeptBack> keptBack() {
      synchronized (lock) {
        var kept = new ArrayList<KeptBack>();
        refused.forEach((key, entry) ->
            substitute(this, key, entry)
                .ifPresent(instead ->
                    kept.add(
                        new KeptBack(
                            key.type(),
                            key.name(),
                            entry.resource().version(),
                            instead.version(),
                            entry.by().stream().map(member -> member.nodeId).toList(),
                            entry.error()))));
        return List.copyOf(kept);
      }
    }

    @Override
    public void close() {
      tell(leave(this));
    }
  }

  /// A proxy joins.
  ///
  /// @param changed is called when its view may have changed; must not block
  Member join(String nodeId, Runnable changed) {
    synchronized (lock) {
      var member = new Member(nodeId, changed);
      members.add(member);
      return member;
    }
  }

  boolean isEmpty() {
    synchronized (lock) {
      return members.isEmpty();
    }
  }

  // Without the lock: whoever is told may look at once.
  private static void tell(List<Member> concerned) {
    concerned.forEach(member -> member.changed.run());
  }

  private List<Member> accept(Verdict.Accepted accepted) {
    synchronized (lock) {
      var ofType = good.computeIfAbsent(accepted.type(), _ -> new HashMap<>());
      boolean news = false;
      for (VersionedResource resource : accepted.resources()) {
        ofType.put(resource.name(), resource);
        news |= release(accepted.type(), resource);
      }
      return news ? all() : List.of();
    }
  }

  private boolean release(XdsType type, VersionedResource resource) {
    if (refused.isEmpty()) {
      return false;
    }
    var key = new Key(type, resource.name());
    Refused held = refused.get(key);
    boolean found = held != null && held.resource().version().equals(resource.version());
    if (found) {
      refused.remove(key);
    }
    return found;
  }

  private List<Member> refuse(Member by, Verdict.Rejected rejected) {
    if (!rejected.sole() || rejected.resources().isEmpty()) {
      return List.of();
    }
    VersionedResource resource = rejected.resources().getFirst();
    synchronized (lock) {
      var key = new Key(rejected.type(), resource.name());
      // What another has accepted is not bad: this one's host is.
      if (good(key).filter(held -> held.version().equals(resource.version())).isPresent()) {
        return List.of();
      }
      by.viewOf = NEVER;
      Refused held = refused.get(key);
      if (held != null && held.resource().version().equals(resource.version())) {
        held.by().add(by);
        return List.of();
      }
      refused.put(key, new Refused(resource, rejected.error(), new LinkedHashSet<>(Set.of(by))));
      return all();
    }
  }

  private List<Member> leave(Member member) {
    synchronized (lock) {
      members.remove(member);
      refused.values().forEach(held -> held.by().remove(member));
      return refused.values().removeIf(held -> held.by().isEmpty()) ? all() : List.of();
    }
  }

  private List<Member> all() {
    changes++;
    return List.copyOf(members);
  }

  private Snapshot look(Member member, Snapshot snapshot) {
    observe(snapshot);
    Snapshot newest = shared;
    if (newest == null || snapshot != wanted) {
      return snapshot;
    }
    Snapshot view = member.view;
    if (view == null || member.viewOf != changes) {
      view = without(member, newest);
      member.view = view;
      member.viewOf = changes;
    }
    return view;
  }

  @SuppressWarnings("ReferenceEquality")
  private void observe(Snapshot snapshot) {
    Snapshot before = wanted;
    if (snapshot == before || (before != null && snapshot.version() < before.version())) {
      return;
    }
    wanted = snapshot;
    shared = shared == null ? snapshot : snapshot.sharing(shared);
    refused.entrySet().removeIf(entry -> !wants(snapshot, entry.getValue(), entry.getKey()));
    good.forEach((type, ofType) -> {
      if (ofType.size() > snapshot.of(type).size() + BYGONE) {
        ofType.keySet().retainAll(snapshot.of(type).keySet());
      }
    });
    changes++;
  }

  private static boolean wants(Snapshot snapshot, Refused held, Key key) {
    return Optional.ofNullable(snapshot.of(key.type()).get(key.name()))
        .filter(resource -> resource.version().equals(held.resource().version()))
        .isPresent();
  }

  /// The last good version, where the proxy is to have that instead.
  private Optional<VersionedResource> substitute(Member member, Key key, Refused held) {
    return held.by().contains(member) ? Optional.empty() : good(key);
  }

  private Optional<VersionedResource> good(Key key) {
    return Optional.ofNullable(good.getOrDefault(key.type(), Map.of()).get(key.name()));
  }

  private Snapshot without(Member member, Snapshot newest) {
    Map<XdsType, SortedMap<String, VersionedResource>> made = new EnumMap<>(XdsType.class);
    Queue<VersionedResource> old = new ArrayDeque<>();
    refused.forEach((key, held) ->
        substitute(member, key, held)
            .ifPresent(instead -> {
              ofType(made, newest, key.type()).put(key.name(), instead);
              old.add(instead);
            }));
    if (old.isEmpty()) {
      return newest;
    }
    while (!old.isEmpty()) {
      keepNamed(old.remove().wire().getResource().getValue(), made, newest, old);
    }
    for (XdsType type : XdsType.values()) {
      made.computeIfAbsent(type, newest::of);
    }
    return new Snapshot(newest.version(), made).sharing(newest);
  }

  /// What an old resource leads to has to stay with it. A name that stands anywhere in its bytes
  /// counts as one that it leads to: to keep something that nobody uses does no harm.
  private void keepNamed(
      ByteString bytes,
      Map<XdsType, SortedMap<String, VersionedResource>> made,
      Snapshot newest,
      Queue<VersionedResource> kept) {
    var text = bytes.toString(StandardCharsets.ISO_8859_1);
    good.forEach((type, ofType) ->
        ofType.forEach((name, resource) -> {
          if (type != XdsType.LDS
              && !ofType(made, newest, type).containsKey(name)
              && text.contains(name)) {
            ofType(made, newest, type).put(name, resource);
            kept.add(resource);
          }
        }));
  }

  private static SortedMap<String, VersionedResource> ofType(
      Map<XdsType, SortedMap<String, VersionedResource>> made, Snapshot newest, XdsType type) {
    return made.computeIfAbsent(type, t -> new TreeMap<>(newest.of(t)));
  }
}

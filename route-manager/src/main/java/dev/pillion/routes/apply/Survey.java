package dev.pillion.routes.apply;

import dev.pillion.routes.plan.SavedRules;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Exit;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.Place;
import dev.pillion.routes.spec.RouteException;
import dev.pillion.routes.spec.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What both backends hold in the namespace before anything is changed.
final class Survey {
  /// What one backend holds; a family that it cannot be asked for is in `failed`.
  record Held(
      Iptables iptables, Map<Family, SavedRules> saved, Map<Family, RouteException> failed) {
    RouteException failure(Family family) {
      var failure = failed.get(family);
      return failure == null
          ? new RouteException(
              Exit.FAILED, family.prefix() + "tables", "was not asked", "report it")
          : failure;
    }

    /// Why families could not be looked at, besides those that the kernel does not have: what is
    /// there may be ours.
    List<Violation> unanswered() {
      var unanswered = new ArrayList<Violation>();
      for (var failure : failed.values()) {
        for (var violation : failure.violations()) {
          if (!violation.problem().contains("not supported")) {
            unanswered.add(violation);
          }
        }
      }
      return unanswered;
    }

    boolean ours() {
      return saved.values().stream().anyMatch(SavedRules::ours);
    }

    boolean used() {
      return saved.values().stream().anyMatch(SavedRules::used);
    }
  }

  private final Commands commands;
  private final Held nft;
  private final Held legacy;

  Survey(Commands commands, NetworkNamespace namespace) {
    this.commands = commands;
    this.nft = look(new Iptables(Backend.NFT, commands, namespace));
    this.legacy = look(new Iptables(Backend.LEGACY, commands, namespace));
  }

  private static Held look(Iptables iptables) {
    var saved = new EnumMap<Family, SavedRules>(Family.class);
    var failed = new EnumMap<Family, RouteException>(Family.class);
    for (var family : Family.values()) {
      try {
        saved.put(family, iptables.save(family));
      } catch (RouteException failure) {
        failed.put(family, failure);
      }
    }
    return new Held(iptables, saved, failed);
  }

  /// What each backend holds.
  List<Held> all() {
    return List.of(nft, legacy);
  }

  /// Chains by which another mesh redirects here.
  List<String> foreignRedirects() {
    var chains = new ArrayList<String>();
    for (var one : all()) {
      one.saved().values().forEach(saved -> chains.addAll(saved.foreignRedirects()));
    }
    return chains;
  }

  /// The backend to use: the one with rules of ours, else the one with any rules, else the one
  /// asked for, else the host's.
  Held choose(Place place) {
    if (nft.ours() != legacy.ours()) {
      return nft.ours() ? nft : legacy;
    } else if (nft.used() != legacy.used()) {
      return nft.used() ? nft : legacy;
    } else {
      return place.backend().isPresent() ? of(place.backend().get()) : usual();
    }
  }

  private Held of(Backend backend) {
    return switch (backend) {
      case NFT -> nft;
      case LEGACY -> legacy;
    };
  }

  /// What plain `iptables` is here; an image without that name has nf_tables.
  private Held usual() {
    try {
      var version = commands.run(List.of("iptables", "--version"), "");
      if (version.out().contains("legacy")) {
        return legacy;
      }
    } catch (IOException _) {
      // an image may do without that name
    }
    return nft;
  }
}

package dev.pillion.agent.netns;

import dev.pillion.agent.netns.Child.Outcome;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.routes.plan.SavedRules;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The iptables commands, run in the network namespace that the calling thread lives in: both
/// families side by side, and none where nothing can be to find.
final class Iptables {
  private static final Path NET = Path.of("/proc/thread-self/net");
  // Seconds that a command waits for others that write rules.
  private static final String PATIENCE = "5";

  private Iptables() {}

  /// The families that the namespace has. One with IPv6 switched off by `disable_ipv6` counts: ECS
  /// switches it on after the pause's start.
  static List<Family> families() {
    return Files.exists(NET.resolve("if_inet6"))
        ? List.of(Family.IPV4, Family.IPV6)
        : List.of(Family.IPV4);
  }

  /// All rules of the namespace. Starts no command for a backend that the kernel says is unused.
  static Survey survey(List<Family> families) {
    var saved = new EnumMap<Backend, Map<Family, SavedRules>>(Backend.class);
    for (Backend backend : Backend.values()) {
      if (mayHaveRules(backend)) {
        saved.put(backend, save(backend, families));
      }
    }
    return new Survey(saved);
  }

  /// Gives each family its input, in one transaction a family; a family without a text is left
  /// alone.
  static void restore(Backend backend, Map<Family, String> texts) {
    var children = new EnumMap<Family, Child>(Family.class);
    texts.forEach((family, text) -> {
      if (!text.isEmpty()) {
        var command = backend.command(family, "restore");
        children.put(family, Child.start(List.of(command, "--noflush", "--wait", PATIENCE), text));
      }
    });
    awaitAll(children).values().forEach(Iptables::orThrow);
  }

  /// What the host's own `iptables` is.
  static Backend hosts() {
    Outcome version;
    try {
      version = Child.run("iptables", "--version");
    } catch (SystemCallException e) {
      throw new MeshException(
          Code.UNAVAILABLE,
          "iptables",
          "cannot be started (" + e.getMessage() + ")",
          "install the package iptables, or see that it is on the agent's PATH");
    }
    orThrow(version);
    return version.output().contains("nf_tables") ? Backend.NFT : Backend.LEGACY;
  }

  /// See [Namespaces#generation].
  static OptionalLong generation() {
    return mayHaveRules(Backend.LEGACY) ? OptionalLong.empty() : NftRules.generation();
  }

  private static boolean mayHaveRules(Backend backend) {
    return switch (backend) {
      case NFT -> NftRules.any();
      case LEGACY -> hasText("ip_tables_names") || hasText("ip6_tables_names");
    };
  }

  private static boolean hasText(String file) {
    try {
      return Files.readAllBytes(NET.resolve(file)).length > 0;
    } catch (IOException _) {
      // The kernel has not loaded that backend.
      return false;
    }
  }

  private static Map<Family, SavedRules> save(Backend backend, List<Family> families) {
    var children = new EnumMap<Family, Child>(Family.class);
    for (Family family : families) {
      children.put(family, Child.start(List.of(backend.command(family, "save")), ""));
    }
    var saved = new EnumMap<Family, SavedRules>(Family.class);
    awaitAll(children)
        .forEach((family, outcome) -> {
          orThrow(outcome);
          saved.put(family, SavedRules.parse(outcome.output()));
        });
    return saved;
  }

  private static Map<Family, Outcome> awaitAll(Map<Family, Child> children) {
    var outcomes = new EnumMap<Family, Outcome>(Family.class);
    children.forEach((family, child) -> outcomes.put(family, child.await()));
    return outcomes;
  }

  private static void orThrow(Outcome outcome) {
    if (!outcome.succeeded()) {
      throw new MeshException(
          Code.UNAVAILABLE,
          outcome.command(),
          "ended with " + outcome.exitCode() + ": " + outcome.output().strip(),
          "check that the kernel has the modules that the message names");
    }
  }
}

package dev.pillion.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.delta.SimulatedEnvoy.Mood;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A mesh and an Envoy to which anything may happen; a number says what.
final class Play {
  private static final int KINDS = 16;

  private final TestMesh mesh = new TestMesh();
  private final Dialect dialect;
  private final Predicate<String> bad;
  private final boolean complete;
  private final SimulatedEnvoy envoy;

  /// Envoy refuses nothing, and every cluster has endpoints.
  static Play ofGoodMeshes(Dialect dialect) {
    return new Play(dialect, _ -> false, true);
  }

  /// Envoy refuses the resources of some versions, and some clusters have no endpoints.
  static Play ofMeshesWith(Predicate<String> bad, Dialect dialect) {
    return new Play(dialect, bad, false);
  }

  private Play(Dialect dialect, Predicate<String> bad, boolean complete) {
    this.dialect = dialect;
    this.bad = bad;
    this.complete = complete;
    envoy = new SimulatedEnvoy(mesh, dialect, bad, complete);
  }

  void step(int step) {
    var random = new Random(step / KINDS);
    switch (step % KINDS) {
      case 0, 1 -> publishSome(random);
      case 2 -> {
        publishSome(random);
        publishSome(random);
      }
      case 3 -> envoy.reconnect();
      case 4 -> {
        if (fiveSecondsMayPass()) {
          passFiveSeconds();
        }
      }
      case 5 -> envoy.client().ready(random.nextInt(3) > 0);
      case 6 -> {
        mesh.withdraw();
        envoy.client().changed();
      }
      case 7, 8 -> envoy.process(Mood.DROPS_ALL);
      case 9, 10, 11 -> envoy.process(Mood.DROPS_THE_BAD);
      default -> envoy.deliver();
    }
  }

  /// Envoy asks for all its types in one go. One that leaves a response unread for so long may lose
  /// requests, so that is played only where no such loss is looked for.
  private boolean fiveSecondsMayPass() {
    return envoy.opened() && (!complete || envoy.isIdle());
  }

  /// Publishes some consistent mesh.
  void publishSome(Random random) {
    for (XdsType type : XdsType.values()) {
      mesh.without(type);
    }
    var clusters = new ArrayList<String>();
    for (String name : List.of("a", "b", "c", "d")) {
      if (random.nextBoolean()) {
        clusters.add(name);
        int seconds = 1 + random.nextInt(2);
        if (random.nextBoolean()) {
          mesh.cluster(name, seconds);
        } else {
          mesh.secureCluster(name, someSecret(random), seconds);
        }
        if (complete || random.nextInt(4) > 0) {
          mesh.endpoints(name, 80 + random.nextInt(2));
        }
      }
    }
    var tables = new ArrayList<String>();
    for (String name : List.of("t", "u")) {
      if (random.nextInt(3) > 0) {
        tables.add(name);
        var targets = clusters.stream().filter(_ -> random.nextBoolean()).toList();
        mesh.routes(name, targets.toArray(String[]::new));
      }
    }
    for (String name : List.of("l", "m")) {
      if (!tables.isEmpty() && random.nextInt(3) > 0) {
        String table = tables.get(random.nextInt(tables.size()));
        int bytes = 1 + random.nextInt(2);
        if (random.nextBoolean()) {
          mesh.listener(name, table, bytes);
        } else {
          mesh.secureListener(name, someSecret(random), table, bytes);
        }
      }
    }
    mesh.publish();
    envoy.client().changed();
  }

  private String someSecret(Random random) {
    String name = random.nextBoolean() ? "x" : "y";
    if (complete || random.nextInt(4) > 0) {
      mesh.secret(name, random.nextBoolean() ? "old" : "new");
    }
    return name;
  }

  void settle() {
    envoy.client().ready(true);
    for (int i = 0; i < 4; i++) {
      int steps = 0;
      while (envoy.process(Mood.DROPS_ALL) || envoy.deliver()) {
        assertTrue(steps++ < 500, "the stream does not come to rest");
      }
      passFiveSeconds();
    }
  }

  /// The state of the world has no word for what does not exist; Envoy has a time limit for that.
  private void passFiveSeconds() {
    envoy.client().waitOutPatience();
    if (dialect == Dialect.WORLD && !complete) {
      envoy.giveUp();
    }
  }

  /// Replaces each resource that is refused, as a user would.
  void correct() {
    for (XdsType type : XdsType.values()) {
      for (String name : mesh.versions(type).keySet()) {
        while (bad.test(mesh.version(type, name))) {
          mesh.replace(type, name);
        }
      }
    }
    mesh.publish();
    envoy.client().changed();
  }

  void assertHoldsSnapshot() {
    for (XdsType type : XdsType.values()) {
      SortedMap<String, String> expected = new TreeMap<>(mesh.versions(type));
      if (!type.wholesale()) {
        expected.keySet().retainAll(envoy.asked(type));
      }
      SortedMap<String, String> held = envoy.versions(type);
      if (dialect == Dialect.WORLD && !type.wholesale()) {
        held.keySet().retainAll(expected.keySet());
      }
      if (dialect == Dialect.RELAYED && type == XdsType.RDS) {
        expected.keySet().retainAll(mesh.tablesNamed());
      }
      assertEquals(expected, held, type.name());
    }
  }

  void assertHoldsAllThatIsGood() {
    for (XdsType type : XdsType.values()) {
      SortedMap<String, String> expected = new TreeMap<>(mesh.versions(type));
      expected.values().removeIf(bad);
      if (!type.wholesale()) {
        expected.keySet().retainAll(envoy.asked(type));
      }
      if (dialect == Dialect.RELAYED && type == XdsType.RDS) {
        expected.keySet().retainAll(mesh.tablesNamed());
      }
      SortedMap<String, String> held = envoy.versions(type);
      expected.forEach((name, version) -> assertEquals(version, held.get(name), name));
    }
  }

  void assertInSync() {
    var status = envoy.client().stream().status();
    assertTrue(status.stream().allMatch(TypeStatus::inSync), status::toString);
  }
}

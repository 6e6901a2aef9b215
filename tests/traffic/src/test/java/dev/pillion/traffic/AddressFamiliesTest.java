package dev.pillion.traffic;

import dev.pillion.traffic.app.Behaviour;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// IPv4 and IPv6: callers outside ask a gateway, which asks six virtual nodes. They differ in the
/// families that their names resolve to, and in those that their applications listen for.
final class AddressFamiliesTest {
  /// A virtual node: the families of its name, and the address at which its application listens.
  private enum Color {
    RED(true, false, "127.0.0.1"),
    ORANGE(true, false, "::"),
    YELLOW(true, false, "::1"),
    GREEN(true, true, "127.0.0.1"),
    BLUE(true, true, "::"),
    PURPLE(true, true, "::1");

    private final boolean ipv4;
    private final boolean ipv6;
    private final String listens;

    Color(boolean ipv4, boolean ipv6, String listens) {
      this.ipv4 = ipv4;
      this.ipv6 = ipv6;
      this.listens = listens;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static Stage stage;
  private static Host outside;
  private static Host gateway;

  @BeforeAll
  static void open() {
    stage = Stage.open("families");
    outside = stage.host("outside");
    gateway = stage.host("gateway");
    stage.mesh().mesh("{}").gateway("gateway", Specs.router("http", 9080));
    var work = new ArrayList<Callable<?>>();
    for (Color color : Color.values()) {
      String word = color.word();
      Host host = stage.host(word);
      var addresses = new ArrayList<String>();
      if (color.ipv4) {
        addresses.add(host.ipv4());
      }
      if (color.ipv6) {
        addresses.add(host.ipv6());
      }
      stage.named(word + ".example", addresses);
      HttpApp.on(host, color.listens, 8080, Behaviour.says(word));
      stage
          .mesh()
          .node(word, Specs.node("http", 8080, word + ".example"))
          .service(word, Specs.byNode(word))
          .gatewayRoute("gateway", word, Specs.gatewayRoute("/" + word, word));
      work.add(() -> stage.node(word, host, 8080));
    }
    work.add(() -> stage.gateway("gateway", gateway));
    stage.all(work);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  @Rule(62)
  void rule62IPv4Only() {
    assertAnswers("IPv4_ONLY", "red orange 503 green blue 503");
  }

  @Test
  @Rule(62)
  void rule62IPv4Preferred() {
    assertAnswers("IPv4_PREFERRED", "red orange 503 green blue 503");
  }

  @Test
  @Rule(62)
  void rule62IPv6Only() {
    assertAnswers("IPv6_ONLY", "503 503 503 503 blue purple");
  }

  @Test
  @Rule(62)
  void rule62IPv6Preferred() {
    assertAnswers("IPv6_PREFERRED", "503 orange yellow 503 blue purple");
  }

  private static void assertAnswers(String preference, String answers) {
    stage.mesh().mesh("{serviceDiscovery: {ipPreference: '%s'}}".formatted(preference));
    Sample.await(answers, AddressFamiliesTest::answers);
  }

  private static String answers() {
    return Stream.of(Color.values())
        .map(Color::word)
        .map(color -> Stage.get(outside, "http://gateway:9080/" + color).at(gateway.ipv4()))
        .map(Sample::brief)
        .collect(Collectors.joining(" "));
  }
}

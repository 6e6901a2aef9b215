package dev.pillion.agent.netns;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.routes.plan.RedirectRules;
import dev.pillion.routes.plan.RedirectRules.State;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.RedirectSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A redirect that comes to open connections and goes from them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedirectsTest {
  private static final int PROXY = 15001;
  private static final RedirectSpec REDIRECT =
      new RedirectSpec(
          OptionalInt.of(1337),
          OptionalInt.empty(),
          15000,
          PROXY,
          List.of(9090),
          List.of(),
          List.of(),
          true);

  private KernelNamespaces namespaces;

  @BeforeAll
  void open() {
    namespaces = KernelNamespaces.open(Optional.empty(), Optional.empty());
  }

  @AfterAll
  void close() {
    namespaces.close();
  }

  @ParameterizedTest
  @CsvSource({"NFT,IPV4", "NFT,IPV6", "LEGACY,IPV4", "LEGACY,IPV6"})
  void openConnectionsLiveThroughTheRedirectsComingAndGoing(Backend backend, Family family)
      throws IOException {
    try (var tasks = new TaskAndPeer();
        var peer = tasks.peerListens();
        var proxy = tasks.taskListens(PROXY)) {
      String before = rules(tasks);
      var older = Connection.between(tasks, family, peer);
      redirect(tasks, backend);
      assertEquals(State.HOOKED, state(tasks));
      older.carries("older than the rules");

      var redirected = Connection.between(tasks, family, proxy);
      redirected.carries("through the proxy");
      namespaces.unhook(tasks.pid());
      assertEquals(State.UNHOOKED, state(tasks));
      redirected.carries("through the proxy yet");
      older.carries("older than the rules yet");

      var newer = Connection.between(tasks, family, peer);
      newer.carries("around the proxy");
      redirected.close();
      namespaces.removeRedirect(tasks.pid());
      assertEquals(State.ABSENT, state(tasks));
      assertEquals(before, rules(tasks));
      newer.carries("around the proxy yet");
      older.carries("oldest of all");
      newer.close();
      older.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void jumpsThatSomebodyAddedGoTooAndTwiceIsAsOnce(Backend backend) {
    try (var tasks = new TaskAndPeer()) {
      redirect(tasks, backend);
      for (Family family : Family.values()) {
        String command = backend.command(family, "").replaceAll("-$", "");
        tasks.taskRuns(
            command, "-t", "nat", "-I", "OUTPUT", "-p", "tcp", "-j", RedirectRules.EGRESS);
      }
      namespaces.unhook(tasks.pid());
      namespaces.unhook(tasks.pid());
      assertEquals(State.UNHOOKED, state(tasks));
      namespaces.removeRedirect(tasks.pid());
      namespaces.removeRedirect(tasks.pid());
      assertEquals(State.ABSENT, state(tasks));
    }
  }

  @Test
  void theKernelTellsOfEachChange() {
    try (var tasks = new TaskAndPeer()) {
      redirect(tasks, Backend.NFT);
      OptionalLong before = namespaces.generation(tasks.pid());
      assertTrue(before.isPresent());
      assertEquals(before, namespaces.generation(tasks.pid()));
      tasks.taskRuns("iptables-nft", "-t", "nat", "-F");
      OptionalLong after = namespaces.generation(tasks.pid());
      assertNotEquals(before, after);
      tasks.taskRuns("ip6tables-nft", "-t", "nat", "-D", RedirectRules.EGRESS, "1");
      assertNotEquals(after, namespaces.generation(tasks.pid()));
      redirect(tasks, Backend.LEGACY);
      assertEquals(OptionalLong.empty(), namespaces.generation(tasks.pid()));
    }
  }

  private State state(TaskAndPeer tasks) {
    return namespaces.inspect(tasks.pid()).redirect();
  }

  private static void redirect(TaskAndPeer tasks, Backend backend) {
    for (Family family : Family.values()) {
      tasks.taskRuns(
          "sh",
          "-c",
          "printf '%s' \"$1\" | " + backend.command(family, "restore") + " --noflush",
          "sh",
          RedirectRules.redirect(REDIRECT, family).fromNothing());
    }
  }

  /// All rules that there are; tables that were made meanwhile and are empty do not count.
  private static String rules(TaskAndPeer tasks) {
    var all = new StringBuilder();
    for (Backend backend : Backend.values()) {
      for (Family family : Family.values()) {
        all.append(
            tasks
                .rules(backend, family)
                .lines()
                .filter(line -> line.startsWith("-A") || line.matches(":\\S+ -.*"))
                .collect(Collectors.joining("\n")));
      }
    }
    return all.toString();
  }

  /// From the task to the peer's port, wherever it ends.
  private record Connection(SocketChannel from, SocketChannel to) {
    static Connection between(TaskAndPeer tasks, Family family, ServerSocketChannel end)
        throws IOException {
      var connecting = tasks.taskConnects(TaskAndPeer.peerAddress(family), TaskAndPeer.PORT);
      connecting.succeeds();
      return new Connection(connecting.socket(), end.accept());
    }

    void carries(String text) throws IOException {
      from.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
      assertEquals(text, read(to, text.length()));
      to.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
      assertEquals(text, read(from, text.length()));
    }

    private static String read(SocketChannel end, int length) throws IOException {
      var bytes = ByteBuffer.allocate(length);
      int last = 0;
      while (bytes.hasRemaining() && last >= 0) {
        last = end.read(bytes);
      }
      return new String(bytes.array(), 0, bytes.position(), US_ASCII);
    }

    void close() throws IOException {
      from.close();
      to.close();
    }
  }
}

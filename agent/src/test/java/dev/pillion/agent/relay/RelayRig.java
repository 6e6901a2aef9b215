package dev.pillion.agent.relay;

import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.relay.Relays.TaskProxy;
import dev.pillion.mesh.model.ProxyGroup;
import java.nio.file.Path;
import java.util.List;

/// A host's relays and where its Envoys stand with them.
final class RelayRig implements AutoCloseable {
  static final ProxyGroup FRONT = ProxyGroup.virtualNode("demo", "front");
  static final int UID = 1337;
  static final long HERE = 7;

  private final Path directory;
  private final CachingRelays relays;
  private volatile List<ServedProxy> proxies = List.of();
  private volatile boolean missing;
  private volatile boolean asked;

  /// @param port of the server
  RelayRig(Path directory, int port) {
    this.directory = directory;
    var context =
        new CachingRelays.Context(
            Dial.plain("127.0.0.1:" + port),
            "host-1",
            directory.resolve("state"),
            _ -> HERE,
            this::missing);
    relays = new CachingRelays(context, all -> proxies = all);
  }

  /// The server says that there is no such group.
  RelayRig missing() {
    missing = true;
    return this;
  }

  private boolean missing(ProxyGroup group) {
    asked = true;
    return missing && group.equals(FRONT);
  }

  /// Whether it mattered.
  boolean askedForMissing() {
    return asked;
  }

  CachingRelays relays() {
    return relays;
  }

  List<ServedProxy> proxies() {
    return proxies;
  }

  /// Waits until its Envoys, of which there are some, are told to be served from there.
  void awaitSource(Source source) {
    Await.until(
        "served from " + source,
        () ->
            !proxies.isEmpty()
                && proxies.stream().allMatch(proxy -> proxy.source().equals(source)));
  }

  /// Opens the socket of a task.
  Path task(String id) {
    relays.open(proxy(id, HERE));
    return socket(id);
  }

  Path socket(String id) {
    return directory.resolve(id).resolve("xds.sock");
  }

  TaskProxy proxy(String id, long netns) {
    var arn = "arn:aws:ecs:eu-west-1:1:task/demo/" + id;
    return new TaskProxy(id, arn, FRONT, directory.resolve(id), UID, netns);
  }

  @Override
  public void close() {
    relays.close();
  }
}

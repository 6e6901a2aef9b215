package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.xds.api.ApiConfig;
import dev.pillion.xds.api.ApiServer;
import dev.pillion.xds.api.Identity;
import dev.pillion.xds.http.HttpLimits;
import dev.pillion.xds.metrics.ServerMetrics;
import dev.pillion.xds.store.MeshStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that carries out one read at a time, and is at one that does not end.
final class BusyServerTest {
  private static final Map<String, Object> MESH = Map.of("meshName", "any");

  @Test
  void clientsAreToldOfAServerWhosePlacesAreTaken(@TempDir Path folder) throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (MeshStore store = MeshStore.open(folder, Stage.ACCOUNT, Clock.systemUTC());
        ApiServer server = serve(slow(store, begun, end));
        var slow = new RawHttp(Stage.endpoint(server), Map.of());
        var thread = Executors.newSingleThreadExecutor()) {
      var clients = Stage.clients(Target.once(Stage.endpoint(server)));
      var first = thread.submit(() -> slow.send("GET", "/v20190125/meshes/any", ""));
      begun.await();
      clients.forEach(
          client -> client.refused("DescribeMesh", MESH, "TooManyRequestsException", "try again"));
      end.countDown();
      assertEquals(404, first.get().status());
      for (Client client : clients) {
        try (client) {
          client.refused("DescribeMesh", MESH, "NotFoundException");
        }
      }
    }
  }

  private static ApiServer serve(MeshStore store) {
    return ApiServer.listen(oneRead(), store, new ServerMetrics(), List.of());
  }

  private static ApiConfig oneRead() {
    HttpLimits usual = HttpLimits.DEFAULT;
    var counts = new HttpLimits.Counts(usual.counts().connections(), 1, usual.counts().writes());
    ApiConfig config =
        ApiConfig.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Identity.DEVELOPMENT);
    return new ApiConfig(
        config.address(),
        config.operators(),
        config.identity(),
        new HttpLimits(usual.sizes(), usual.times(), counts),
        config.access());
  }

  private static MeshStore slow(MeshStore store, CountDownLatch begun, CountDownLatch end) {
    return (MeshStore)
        Proxy.newProxyInstance(
            MeshStore.class.getClassLoader(),
            new Class<?>[] {MeshStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("describe")) {
                begun.countDown();
                end.await();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}

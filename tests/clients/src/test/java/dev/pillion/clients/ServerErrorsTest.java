package dev.pillion.clients;

import dev.pillion.xds.api.ApiServer;
import dev.pillion.xds.store.MeshStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose store has stopped, and that has a defect where it describes.
final class ServerErrorsTest {
  @Test
  void clientsAreToldOfAStoreThatStoppedAndOfADefect(@TempDir Path folder) {
    MeshStore store = MeshStore.open(folder, Stage.ACCOUNT, Clock.systemUTC());
    store.close();
    try (ApiServer server = Stage.serve(defective(store))) {
      List<Client> clients = Stage.clients(Target.once(Stage.endpoint(server)));
      for (Client client : clients) {
        try (client) {
          var mesh = Map.<String, Object>of("meshName", "any");
          client.refused("CreateMesh", mesh, "ServiceUnavailableException", "try again");
          client.refused("DescribeMesh", mesh, "InternalServerErrorException", "defect");
        }
      }
    }
  }

  private static MeshStore defective(MeshStore store) {
    return (MeshStore)
        Proxy.newProxyInstance(
            MeshStore.class.getClassLoader(),
            new Class<?>[] {MeshStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("describe")) {
                throw new IllegalStateException("a defect made by the test");
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}

package dev.pillion.agent.cloudmap;

import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.Map;

final class FakeCloudMapTest extends CloudMapContract {
  private final FakeCloudMap fake = new FakeCloudMap();

  @Override
  CloudMap cloudMap() {
    return fake;
  }

  @Override
  void create(ServiceKey service) {
    fake.create(service);
  }

  @Override
  void register(ServiceKey service, String id, Map<String, String> attributes) {
    fake.register(service, id, attributes);
  }

  @Override
  void deregister(ServiceKey service, String id) {
    fake.deregister(service, id);
  }

  @Override
  void unhealthy(ServiceKey service, String id) {
    fake.unhealthy(service, id);
  }
}

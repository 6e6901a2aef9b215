package dev.pillion.agent.cloudmap;

import dev.pillion.agent.link.Eventually;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AwsCloudMapTest extends CloudMapContract {
  private MotoServer moto;
  private MotoServices services;
  private Aws aws;

  @BeforeAll
  void start() throws IOException {
    moto = MotoServer.start();
    services = new MotoServices(moto);
    aws = moto.aws();
    Eventually.holds("access to moto", () -> aws.cloudMap().usable());
  }

  @AfterAll
  void stop() {
    aws.close();
    moto.close();
  }

  @Override
  CloudMap cloudMap() {
    return aws.cloudMap();
  }

  @Override
  void create(ServiceKey service) {
    services.create(service);
  }

  @Override
  void register(ServiceKey service, String id, Map<String, String> attributes) {
    services.register(service, id, attributes);
  }

  @Override
  void deregister(ServiceKey service, String id) {
    services.deregister(service, id);
  }

  @Override
  void unhealthy(ServiceKey service, String id) {
    services.unhealthy(service, id);
  }
}

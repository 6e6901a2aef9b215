package dev.pillion.xds.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdentityTest {
  @ParameterizedTest
  @CsvSource({
    "eu-west-1, arn:aws:appmesh:eu-west-1:123456789012:mesh/m/virtualRouter/r/route/x",
    "cn-north-1, arn:aws-cn:appmesh:cn-north-1:123456789012:mesh/m/virtualRouter/r/route/x",
    "us-gov-west-1, arn:aws-us-gov:appmesh:us-gov-west-1:123456789012:mesh/m/virtualRouter/r/route/x"
  })
  void anArnNamesPartitionRegionAccountAndTheWholePath(String region, String arn) {
    var id = new ResourceId.Route("r", "x");
    assertEquals(arn, new Identity(region, "123456789012").arn("m", id));
  }

  @Test
  void theMeshItselfHasNoTail() {
    assertEquals(
        "arn:aws:appmesh:us-east-1:000000000000:mesh/m",
        Identity.DEVELOPMENT.arn("m", new ResourceId.Mesh()));
  }

  @Test
  void whatIsNoRegionOrAccountIsRefused() {
    assertThrows(MeshException.class, () -> new Identity("somewhere", "123456789012"));
    assertThrows(MeshException.class, () -> new Identity("us-east-1", "12345"));
  }
}

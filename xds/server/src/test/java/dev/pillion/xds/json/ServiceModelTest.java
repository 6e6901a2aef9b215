package dev.pillion.xds.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Our shapes against App Mesh's own description of its API, member by member.
final class ServiceModelTest {
  private final ServiceModel model = ServiceModel.of("2019-01-25");

  @Test
  void everySpecificationHasTheModelsShapeSaveForWhatIsNamedHere() {
    var differences = new ArrayList<String>();
    for (Kind kind : Kind.values()) {
      String name = kind.word() + "Spec";
      differences.addAll(model.differences(name, name, SpecShapes.of(kind)));
    }
    assertEquals(
        List.of(
            // Cloud Map's own pattern has a tab beside the space, which this copy lost.
            "VirtualNodeSpec.serviceDiscovery.awsCloudMap.attributes[].value pattern: model"
                + " ^([a-zA-Z0-9!-~][  a-zA-Z0-9!-~]*){0,1}[a-zA-Z0-9!-~]{0,1}$, ours"
                + " ^([a-zA-Z0-9!-~][ \\ta-zA-Z0-9!-~]*){0,1}[a-zA-Z0-9!-~]{0,1}$",
            // No virtual service has an empty name.
            "VirtualNodeSpec.backends[].virtualService.virtualServiceName min: model 0, ours 1",
            // App Mesh's documentation asks for one; without, there is nothing to enter by.
            "VirtualGatewaySpec.listeners min: model 0, ours 1"),
        differences);
  }

  @Test
  void tagsHaveTheModelsShapeSaveThatAValueMayBeLeftOut() {
    assertEquals(
        List.of("tags[] required: model [key, value], ours [key]"),
        model.differences("tags", "TagList", CommonShapes.TAGS));
    assertEquals(List.of(), model.differences("keys", "TagKeyList", CommonShapes.TAG_KEYS));
  }

  @Test
  void thePreviewsSpecificationsHaveItsModelsShape() {
    var preview = ServiceModel.of("2018-10-01");
    var differences = new ArrayList<String>();
    for (Kind kind : List.of(Kind.VIRTUAL_NODE, Kind.VIRTUAL_ROUTER, Kind.ROUTE)) {
      String name = kind.word() + "Spec";
      differences.addAll(preview.differences(name, name, PreviewShapes.of(kind)));
    }
    assertEquals(List.of(), differences);
  }
}

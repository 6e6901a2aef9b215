package dev.pillion.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.appmesh.model.GatewayRouteSpec;
import software.amazon.awssdk.services.appmesh.model.MeshSpec;
import software.amazon.awssdk.services.appmesh.model.RouteSpec;
import software.amazon.awssdk.services.appmesh.model.VirtualGatewaySpec;
import software.amazon.awssdk.services.appmesh.model.VirtualNodeSpec;
import software.amazon.awssdk.services.appmesh.model.VirtualRouterSpec;
import software.amazon.awssdk.services.appmesh.model.VirtualServiceSpec;

/// The fields of App Mesh's specifications, by the SDK's classes: `HttpRouteMatch.prefix`.
final class ModelFields {
  private static final Map<String, SdkPojo> SPECS =
      Map.of(
          "Mesh", MeshSpec.builder(),
          "VirtualNode", VirtualNodeSpec.builder(),
          "VirtualRouter", VirtualRouterSpec.builder(),
          "Route", RouteSpec.builder(),
          "VirtualService", VirtualServiceSpec.builder(),
          "VirtualGateway", VirtualGatewaySpec.builder(),
          "GatewayRoute", GatewayRouteSpec.builder());

  private ModelFields() {}

  /// All that there are.
  static SortedSet<String> all() {
    var fields = new TreeSet<String>();
    SPECS.values().forEach(spec -> add(spec, fields));
    return fields;
  }

  /// Those that the item's specification sets, or the one that it is changed to.
  static SortedSet<String> set(Item item) {
    var fields = new TreeSet<String>();
    SdkPojo model = Objects.requireNonNull(SPECS.get(item.kind()));
    add(model, Specs.tree(item.spec()), fields);
    item.update().ifPresent(update -> add(model, Specs.tree(update), fields));
    return fields;
  }

  private static void add(SdkPojo structure, SortedSet<String> fields) {
    for (SdkField<?> field : structure.sdkFields()) {
      if (fields.add(name(structure, field))) {
        nested(field, inner -> add(inner, fields));
      }
    }
  }

  private static void add(SdkPojo structure, JsonNode json, SortedSet<String> fields) {
    for (SdkField<?> field : structure.sdkFields()) {
      JsonNode value = json.path(field.locationName());
      if (!value.isMissingNode()) {
        fields.add(name(structure, field));
        nested(
            field,
            inner -> {
              if (value.isArray()) {
                value.forEach(item -> add(inner, item, fields));
              } else {
                add(inner, value, fields);
              }
            });
      }
    }
  }

  /// Goes on with the structure that the field holds, or a list of it.
  private static void nested(SdkField<?> field, Consumer<SdkPojo> into) {
    SdkField<?> held = field;
    if (field.marshallingType().getKnownType() == MarshallingKnownType.LIST) {
      held = field.getTrait(ListTrait.class).memberFieldInfo();
    }
    if (held.marshallingType().getKnownType() == MarshallingKnownType.SDK_POJO) {
      into.accept(held.constructor().get());
    }
  }

  private static String name(SdkPojo builder, SdkField<?> field) {
    String type = builder.getClass().getEnclosingClass().getSimpleName();
    return type + "." + field.locationName();
  }
}

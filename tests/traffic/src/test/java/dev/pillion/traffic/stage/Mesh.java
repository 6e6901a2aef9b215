package dev.pillion.traffic.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pillion.rig.SdkFields;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.appmesh.AppMeshClient;
import software.amazon.awssdk.services.appmesh.model.AppMeshRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// One mesh through the AWS SDK. Specs are App Mesh's JSON, in which names of members need no
/// quotes and strings may have single ones.
public final class Mesh implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  private final String name;
  private final AppMeshClient client;
  private final Set<Map<String, String>> there = new HashSet<>();

  Mesh(String name, URI api) {
    this.name = name;
    this.client =
        AppMeshClient.builder()
            .endpointOverride(api)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  /// Its name.
  public String name() {
    return name;
  }

  /// Creates the mesh itself, or updates it.
  public Mesh mesh(String spec) {
    return put("Mesh", Map.of(), spec);
  }

  /// Creates or updates a virtual node.
  public Mesh node(String node, String spec) {
    return put("VirtualNode", Map.of("virtualNodeName", node), spec);
  }

  /// Creates or updates a virtual router.
  public Mesh router(String router, String spec) {
    return put("VirtualRouter", Map.of("virtualRouterName", router), spec);
  }

  /// Creates or updates a route.
  public Mesh route(String router, String route, String spec) {
    return put("Route", Map.of("virtualRouterName", router, "routeName", route), spec);
  }

  /// Creates or updates a virtual service.
  public Mesh service(String service, String spec) {
    return put("VirtualService", Map.of("virtualServiceName", service), spec);
  }

  /// Creates or updates a virtual gateway.
  public Mesh gateway(String gateway, String spec) {
    return put("VirtualGateway", Map.of("virtualGatewayName", gateway), spec);
  }

  /// Creates or updates a gateway route.
  public Mesh gatewayRoute(String gateway, String route, String spec) {
    return put(
        "GatewayRoute", Map.of("virtualGatewayName", gateway, "gatewayRouteName", route), spec);
  }

  /// Deletes a route.
  public void deleteRoute(String router, String route) {
    delete("Route", Map.of("virtualRouterName", router, "routeName", route));
  }

  /// Deletes the routes that this has made in a router.
  public void deleteRoutes(String router) {
    Set.copyOf(there).stream()
        .filter(id -> router.equals(id.get("virtualRouterName")) && id.containsKey("routeName"))
        .forEach(id -> deleteRoute(router, Objects.requireNonNull(id.get("routeName"))));
  }

  /// Deletes the gateway routes that this has made in a gateway.
  public void deleteGatewayRoutes(String gateway) {
    Set.copyOf(there).stream()
        .filter(id -> gateway.equals(id.get("virtualGatewayName")))
        .filter(id -> id.containsKey("gatewayRouteName"))
        .forEach(id -> {
          String route = Objects.requireNonNull(id.get("gatewayRouteName"));
          delete("GatewayRoute", Map.of("virtualGatewayName", gateway, "gatewayRouteName", route));
        });
  }

  private Mesh put(String kind, Map<String, String> names, String spec) {
    Map<String, String> id = id(kind, names);
    var input = named(names);
    input.put("spec", parsed(spec));
    invoke((there.add(id) ? "Create" : "Update") + kind, input);
    return this;
  }

  private void delete(String kind, Map<String, String> names) {
    invoke("Delete" + kind, named(names));
    there.remove(id(kind, names));
  }

  private Map<String, Object> named(Map<String, String> names) {
    var input = new HashMap<String, Object>(names);
    input.put("meshName", name);
    return input;
  }

  private static Map<String, String> id(String kind, Map<String, String> names) {
    var id = new HashMap<>(names);
    id.put("", kind);
    return id;
  }

  private static Map<String, Object> parsed(String spec) {
    try {
      return JSON.readValue(spec, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(spec, e);
    }
  }

  /// Calls the method of that operation; they have one each, with a request type of its own.
  private void invoke(String operation, Map<String, Object> input) {
    try {
      Class<?> type =
          Class.forName(AppMeshRequest.class.getPackageName() + "." + operation + "Request");
      Object builder = type.getMethod("builder").invoke(null);
      SdkFields.fill((SdkPojo) builder, input);
      Object request = ((SdkBuilder<?, ?>) builder).build();
      String method = Character.toLowerCase(operation.charAt(0)) + operation.substring(1);
      AppMeshClient.class.getMethod(method, type).invoke(client, request);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}

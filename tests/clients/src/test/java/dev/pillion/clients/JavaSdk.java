package dev.pillion.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.rig.SdkFields;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.appmesh.AppMeshClient;
import software.amazon.awssdk.services.appmesh.model.AppMeshException;
import software.amazon.awssdk.services.appmesh.model.AppMeshRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// The AWS SDK for Java, version 2.
final class JavaSdk implements Client {
  private final AppMeshClient client;

  JavaSdk(Target target) {
    this.client =
        AppMeshClient.builder()
            .endpointOverride(target.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(o -> o.retryStrategy(b -> b.maxAttempts(target.attempts())))
            .build();
  }

  @Override
  public Result call(String operation, Map<String, Object> input) {
    try {
      return new Result.Success(SdkFields.tree((SdkPojo) invoke(operation, input, "")));
    } catch (AppMeshException e) {
      var details = e.awsErrorDetails();
      return new Result.Failure(details.errorCode(), details.errorMessage());
    }
  }

  @Override
  public JsonNode list(String operation, Map<String, Object> input, int pageSize) {
    var limited = new HashMap<>(input);
    limited.put("limit", pageSize);
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (Object page : (Iterable<?>) invoke(operation, limited, "Paginator")) {
      SdkFields.tree((SdkPojo) page)
          .properties()
          .forEach(member -> {
            if (member.getValue().isArray()) {
              all.withArray(member.getKey()).addAll((ArrayNode) member.getValue());
            }
          });
    }
    return all;
  }

  /// Calls the method of that operation; they have one each, with a request type of its own.
  private Object invoke(String operation, Map<String, Object> input, String suffix) {
    try {
      Class<?> type =
          Class.forName(AppMeshRequest.class.getPackageName() + "." + operation + "Request");
      Object builder = type.getMethod("builder").invoke(null);
      SdkFields.fill((SdkPojo) builder, input);
      Object request = ((SdkBuilder<?, ?>) builder).build();
      String name = operation.substring(0, 1).toLowerCase(Locale.ROOT) + operation.substring(1);
      return AppMeshClient.class.getMethod(name + suffix, type).invoke(client, request);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
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

  @Override
  public String toString() {
    return "AWS SDK for Java";
  }
}

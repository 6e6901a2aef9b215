package dev.pillion.agent.cloudmap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;

/// One service's API in AWS's JSON protocol: signs a call, sends it, and once more where that may
/// help. The SDK's own clients of these two services would add 20 MB to every agent.
final class AwsApi {
  // With the HTTP client's 5 s for an attempt no call takes longer than 8 s.
  private static final Duration AGAIN_WITHIN = Duration.ofSeconds(3);
  private static final long PAUSE_MILLIS = 100;
  private static final int THROTTLED = 5;
  private static final int OK = 200;
  private static final int MOST_BYTES = 16 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Service service;
  private final URI endpoint;
  private final Region region;
  private final AwsCredentialsProvider credentials;
  private final SdkHttpClient http;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  /// @param signingName its name in signatures
  /// @param target what stands before an operation's name
  record Service(String signingName, String target) {}

  AwsApi(
      Service service,
      URI endpoint,
      Region region,
      AwsCredentialsProvider credentials,
      SdkHttpClient http) {
    this.service = service;
    this.endpoint = endpoint;
    this.region = region;
    this.credentials = credentials;
    this.http = http;
  }

  String endpoint() {
    return endpoint.toString();
  }

  /// Calls an operation.
  ///
  /// @throws AwsFailure when it is refused, or does not answer
  JsonNode call(AwsOperation operation, Map<String, ?> parameters) {
    long begun = System.nanoTime();
    try {
      return attempt(operation, parameters);
    } catch (AwsFailure e) {
      var passed = Duration.ofNanos(System.nanoTime() - begun);
      if (!e.passing() || passed.compareTo(AGAIN_WITHIN) > 0) {
        throw e;
      }
      pause(e);
      return attempt(operation, parameters);
    }
  }

  private static void pause(AwsFailure failure) {
    long most = failure.throttling() ? PAUSE_MILLIS * THROTTLED : PAUSE_MILLIS;
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  private JsonNode attempt(AwsOperation operation, Map<String, ?> parameters) {
    try {
      SignedRequest signed = signed(operation, JSON.writeValueAsBytes(parameters));
      HttpExecuteResponse answer =
          http.prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(signed.request())
                      .contentStreamProvider(signed.payload().orElse(null))
                      .build())
              .call();
      return read(answer);
    } catch (IOException e) {
      throw new AwsFailure("", Objects.toString(e.getMessage(), e.toString()), 0);
    }
  }

  private SignedRequest signed(AwsOperation operation, byte[] body) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("Content-Length", Integer.toString(body.length))
            .putHeader("X-Amz-Target", service.target() + "." + operation.word())
            .putHeader("User-Agent", "pillion")
            .build();
    return signer.sign(sign ->
        sign.identity(credentials.resolveCredentials())
            .request(request)
            .payload(ContentStreamProvider.fromByteArray(body))
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.signingName())
            .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
  }

  private static JsonNode read(HttpExecuteResponse answer) throws IOException {
    int status = answer.httpResponse().statusCode();
    byte[] body = new byte[0];
    try (InputStream stream = answer.responseBody().orElse(null)) {
      if (stream != null) {
        body = stream.readNBytes(MOST_BYTES);
      }
    }
    if (status == OK) {
      return JSON.readTree(body);
    }
    throw refusal(answer, body, status);
  }

  private static AwsFailure refusal(HttpExecuteResponse answer, byte[] body, int status) {
    JsonNode error = JSON.createObjectNode();
    try {
      error = JSON.readTree(body);
    } catch (JsonProcessingException _) {
      // Something on the way answered, not AWS.
    } catch (IOException e) {
      throw new IllegalStateException("bytes can be read", e);
    }
    String type =
        answer
            .httpResponse()
            .firstMatchingHeader("x-amzn-errortype")
            .orElse(error.path("__type").asText(""));
    // Such as com.amazonaws.ecs#ClientException, or ClientException:http://…
    String code = type.replaceAll("^.*#", "").replaceAll(":.*$", "");
    String message = error.path("message").asText(error.path("Message").asText(""));
    return new AwsFailure(
        code, code.isEmpty() ? "it answered with status " + status : message, status);
  }
}

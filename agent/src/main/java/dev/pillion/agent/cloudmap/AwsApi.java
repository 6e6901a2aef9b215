package dev.pillion.agent.cloudmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/// One service's API in AWS's JSON protocol: signs a call, sends it, and again where that may help.
/// The SDK's own clients of these two services would cost every agent 10 MB.
final class AwsApi {
  // Of the SDKs' own standard.
  private static final int ATTEMPTS = 3;
  // No attempt begins later, so that no call takes longer than about 10 s, whatever answers.
  private static final Duration AGAIN_WITHIN = Duration.ofSeconds(3);
  private static final long PAUSE_MILLIS = 100;
  private static final long PAUSE_THROTTLED_MILLIS = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Service service;
  private final URI endpoint;
  private final AwsSigner signer;
  private final SdkHttpClient http;

  /// @param signingName its name in signatures
  /// @param target what stands before an operation's name
  record Service(String signingName, String target) {}

  AwsApi(Service service, URI endpoint, AwsSigner signer, SdkHttpClient http) {
    this.service = service;
    this.endpoint = endpoint;
    this.signer = signer;
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
    int attempts = 1;
    while (true) {
      try {
        return attempt(operation, parameters);
      } catch (AwsFailure e) {
        boolean late = System.nanoTime() - begun > AGAIN_WITHIN.toNanos();
        if (attempts == ATTEMPTS || late || !mayBeServed(e)) {
          throw e;
        }
        pause(e, attempts);
        attempts++;
      }
    }
  }

  private boolean mayBeServed(AwsFailure failure) {
    return failure.passing()
        || (failure.ofCredentials() && failure.time().filter(signer::adopt).isPresent());
  }

  /// Twice as long after each attempt, and not all hosts at once.
  private static void pause(AwsFailure failure, int attempts) {
    long first = failure.throttling() ? PAUSE_THROTTLED_MILLIS : PAUSE_MILLIS;
    long most = first << (attempts - 1);
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  private JsonNode attempt(AwsOperation operation, Map<String, ?> parameters) {
    try {
      byte[] body = JSON.writeValueAsBytes(parameters);
      SignedRequest signed =
          signer.sign(request(operation, body.length), body, service.signingName());
      return AwsAnswer.read(
          http.prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(signed.request())
                      .contentStreamProvider(signed.payload().orElse(null))
                      .build())
              .call());
    } catch (UnknownHostException e) {
      throw new AwsFailure("", "no address of " + endpoint.getHost() + " is known", 0);
    } catch (IOException e) {
      throw new AwsFailure("", Objects.toString(e.getMessage(), e.toString()), 0);
    }
  }

  private SdkHttpRequest request(AwsOperation operation, int length) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.POST)
        .uri(endpoint)
        .putHeader("Content-Type", "application/x-amz-json-1.1")
        .putHeader("Content-Length", Integer.toString(length))
        .putHeader("X-Amz-Target", service.target() + "." + operation.word())
        .putHeader("User-Agent", "pillion")
        .build();
  }
}

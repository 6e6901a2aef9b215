package dev.pillion.bench.xds;

import dev.pillion.rig.RigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/// The App Mesh API, for a mesh of the benchmark's own.
final class MeshApi implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  MeshApi(URI server) {
    this.base = server + "/v20190125/meshes";
  }

  /// @param path after `/meshes`
  void put(String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new RigException("PUT %s: %d %s".formatted(path, answer.statusCode(), answer.body()));
      }
    } catch (IOException e) {
      throw new RigException("PUT %s: %s".formatted(path, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}

package dev.pillion.envoy;

import dev.pillion.envoy.bootstrap.Document;
import dev.pillion.envoy.bootstrap.Documents;
import dev.pillion.envoy.bootstrap.Surroundings;
import dev.pillion.envoy.bootstrap.TaskMetadata;
import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.settings.Admin.Place;
import dev.pillion.envoy.settings.Configuration;
import dev.pillion.envoy.settings.Configuration.Made;
import dev.pillion.envoy.settings.Exit;
import dev.pillion.envoy.settings.ImageException;
import dev.pillion.envoy.settings.ImageSettings;
import dev.pillion.envoy.settings.Tracing;
import dev.pillion.envoy.settings.Variable;
import dev.pillion.envoy.settings.Violation;
import dev.pillion.envoy.settings.XdsServer;
import dev.pillion.envoy.settings.XdsServer.Pem;
import dev.pillion.envoy.settings.XdsServer.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what the environment points to, and makes Envoy's document of it.
final class Preparation {
  // Where App Mesh's image had its authorities, and where Debian has them.
  private static final Path APP_MESHS_AUTHORITIES = Path.of("/etc/pki/tls/cert.pem");
  private static final String AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";
  private static final Duration METADATA_LIMIT = Duration.ofSeconds(1);
  private static final int HTTP = 80;

  private final ImageSettings settings;
  private final Map<String, String> environment;
  private final Home home;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<String, String> contents = new HashMap<>();

  Preparation(ImageSettings settings, Map<String, String> environment, Home home) {
    this.settings = settings;
    this.environment = environment;
    this.home = home;
  }

  /// Where Envoy itself takes admin requests: behind this program where that adds metrics.
  static Place adminPlace(ImageSettings settings, Home home) {
    return settings.configuration().extension() && settings.admin().place() instanceof Place.Tcp
        ? new Place.Socket(home.file("admin.sock"))
        : settings.admin().place();
  }

  /// The document, or nothing where the user has one.
  ///
  /// @throws ImageException when a file cannot be read or does not fit
  Optional<Document> document() {
    return switch (settings.configuration()) {
      case Configuration.Whole(String file) -> {
        whole(file);
        yield Optional.empty();
      }
      case Made made -> Optional.of(made(made));
    };
  }

  private void whole(String file) {
    read(Variable.CONFIG_FILE, Optional.of(file));
    if (contents.getOrDefault(file, "?").isBlank()) {
      violations.add(
          new Violation(
              Variable.CONFIG_FILE.key(), file + " is empty", "fill it, or remove the variable"));
    }
    orThrow();
  }

  private Document made(Made made) {
    readAll(made);
    orThrow();
    boolean theirs = Files.exists(APP_MESHS_AUTHORITIES);
    var around =
        new Surroundings(
            home.path().toString(),
            theirs ? APP_MESHS_AUTHORITIES.toString() : AUTHORITIES,
            adminPlace(settings, home),
            task(),
            contents);
    return Documents.of(made, settings.admin(), around);
  }

  private void readAll(Made made) {
    read(Variable.TRACING_FILE, made.files().tracing());
    read(Variable.STATS_FILE, made.files().stats());
    read(Variable.SINKS_FILE, made.files().sinks());
    read(Variable.RESOURCES_FILE, made.files().resources());
    if (made.tracing() instanceof Tracing.XRay xray
        && xray.sampling().orElse(null) instanceof Tracing.Sampling.Rules(String rules)) {
      read(Variable.XRAY_RULES, Optional.of(rules));
    }
    if (made.server() instanceof XdsServer.Tls tls) {
      tls.authority().ifPresent(pem -> look(Variable.XDS_CA, pem));
      tls.certificate().ifPresent(shown -> look(Variable.XDS_CERT, shown.certificate()));
      tls.certificate().ifPresent(shown -> look(Variable.XDS_KEY, shown.key()));
      if (tls.token().orElse(null) instanceof Token.File(String file)) {
        read(Variable.XDS_TOKEN_FILE, Optional.of(file));
      }
    }
  }

  private void look(Variable variable, Pem pem) {
    if (pem instanceof Pem.File(String file)) {
      read(variable, Optional.of(file));
    }
  }

  private void read(Variable variable, Optional<String> path) {
    if (path.isEmpty()) {
      return;
    }
    try {
      contents.put(path.get(), Files.readString(Path.of(path.get())));
    } catch (IOException e) {
      violations.add(
          new Violation(
              variable.key(),
              "%s cannot be read (%s)".formatted(path.get(), reason(e)),
              "mount it into the container, readable for the container's user"));
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "");
  }

  private void orThrow() {
    if (!violations.isEmpty()) {
      throw new ImageException(Exit.INVALID, violations);
    }
  }

  /// Envoy starts without it where there is no answer.
  private TaskMetadata task() {
    String base = environment.getOrDefault("ECS_CONTAINER_METADATA_URI_V4", "");
    if (base.isEmpty()) {
      return TaskMetadata.NONE;
    }
    try {
      URI uri = URI.create(base + "/task");
      var place = new Place.Tcp(uri.getHost(), uri.getPort() < 0 ? HTTP : uri.getPort());
      return TaskMetadata.parse(new Client(place, METADATA_LIMIT).get(uri.getRawPath()).text());
    } catch (IOException | IllegalArgumentException _) {
      return TaskMetadata.NONE;
    }
  }
}

package dev.pillion.envoy.settings;

import java.util.Optional;
import java.util.OptionalInt;

/// What Envoy starts with.
public sealed interface Configuration {
  /// A document of the user's, as it is.
  record Whole(String file) implements Configuration {}

  /// A document that is made.
  ///
  /// @param resource what the Envoy stands for
  /// @param server where the rest comes from
  /// @param statistics what they are named by and where they go
  /// @param files what the user adds
  /// @param details lesser things
  record Made(
      MeshResource resource,
      XdsServer server,
      Tracing tracing,
      Statistics statistics,
      UserFiles files,
      Details details)
      implements Configuration {}

  /// Lesser things.
  ///
  /// @param initialFetchSeconds how long Envoy waits for its first configuration; 0 is for ever
  /// @param outlierLog where ejections are logged
  /// @param sdsSocket a secret discovery service's
  /// @param requestsPerIoCycle how much of one connection is read at a time
  record Details(
      int initialFetchSeconds,
      String outlierLog,
      Optional<String> sdsSocket,
      OptionalInt requestsPerIoCycle) {
    private static Details read(EnvironmentReader reader) {
      int most = reader.whole(Variable.IO_CYCLE, 0, 0, Integer.MAX_VALUE);
      return new Details(
          reader.whole(Variable.INITIAL_FETCH_TIMEOUT, 0, 0, Integer.MAX_VALUE),
          reader.text(Variable.OUTLIER_LOG).orElse("/dev/stdout"),
          reader.text(Variable.SDS_SOCKET),
          most == 0 ? OptionalInt.empty() : OptionalInt.of(most));
    }
  }

  /// Whether there are the metrics of App Mesh's metrics extension.
  default boolean extension() {
    return this instanceof Made made && made.statistics().extension();
  }

  static Configuration read(EnvironmentReader reader) {
    var whole = reader.text(Variable.CONFIG_FILE);
    if (whole.isPresent()) {
      return new Whole(whole.get());
    }
    var resource = MeshResource.read(reader);
    return new Made(
        resource,
        new XdsServerReader(reader).read(),
        new TracingReader(reader, resource).read(),
        Statistics.read(reader),
        UserFiles.read(reader),
        Details.read(reader));
  }
}

package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.any;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.pillion.mesh.model.AccessLog.Format;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StderrAccessLog;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import java.util.Optional;

/// The line that Envoy writes for each request and each connection. Its own output is no file: one
/// of that name cannot be opened by an Envoy whose user does not own it.
final class AccessLogs {
  private AccessLogs() {}

  static Optional<AccessLog> of(Optional<dev.pillion.mesh.model.AccessLog> log) {
    return log.map(AccessLogs::of);
  }

  private static AccessLog of(dev.pillion.mesh.model.AccessLog log) {
    Optional<SubstitutionFormatString> format = log.format().map(AccessLogs::format);
    return switch (log.path()) {
      case "/dev/stdout" -> {
        var stdout = StdoutAccessLog.newBuilder();
        format.ifPresent(stdout::setLogFormat);
        yield named("envoy.access_loggers.stdout", any(stdout.build()));
      }
      case "/dev/stderr" -> {
        var stderr = StderrAccessLog.newBuilder();
        format.ifPresent(stderr::setLogFormat);
        yield named("envoy.access_loggers.stderr", any(stderr.build()));
      }
      default -> {
        var file = FileAccessLog.newBuilder().setPath(log.path());
        format.ifPresent(file::setLogFormat);
        yield named("envoy.access_loggers.file", any(file.build()));
      }
    };
  }

  private static AccessLog named(String name, Any config) {
    return AccessLog.newBuilder().setName(name).setTypedConfig(config).build();
  }

  private static SubstitutionFormatString format(Format format) {
    var string = SubstitutionFormatString.newBuilder();
    return switch (format) {
      case Format.Text(var text) ->
          string.setTextFormatSource(DataSource.newBuilder().setInlineString(text)).build();
      case Format.Json(var members) -> {
        var object = Struct.newBuilder();
        members.forEach((key, value) ->
            object.putFields(key, Value.newBuilder().setStringValue(value).build()));
        yield string.setJsonFormat(object).build();
      }
    };
  }
}

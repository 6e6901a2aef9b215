package dev.pillion.cli;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.state.InjectionSwitch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// For whom injection is switched.
final class InjectionOptions {
  @Parameters(arity = "0..*", paramLabel = "MESH", description = "In which meshes (default: all).")
  private List<String> meshes = new ArrayList<>();

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "Only for the hosts of this ECS cluster: its name or its ARN.")
  private @Nullable String cluster;

  @Option(
      names = "--host",
      paramLabel = "ID",
      description =
          "Only for this host: its container instance's id or ARN, or its name where the agent"
              + " reports by that (pillion status --server).")
  private @Nullable String host;

  List<String> meshes() {
    return List.copyOf(meshes);
  }

  /// The tag that says it.
  String tag() {
    if (cluster != null && host != null) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "--cluster and --host",
          "a host is switched whatever its cluster",
          "give one of them");
    }
    if (cluster != null) {
      return InjectionSwitch.CLUSTER_TAG + last("--cluster", cluster);
    }
    return host != null ? InjectionSwitch.HOST_TAG + last("--host", host) : InjectionSwitch.TAG;
  }

  /// Where, in words that follow the mesh's name.
  String spoken() {
    if (cluster != null) {
      return " in cluster " + last("--cluster", cluster);
    }
    return host != null ? " on host " + last("--host", host) : "";
  }

  private static String last(String option, String text) {
    String last = text.strip().substring(text.strip().lastIndexOf('/') + 1);
    if (last.isEmpty()) {
      throw new MeshException(
          MeshException.Code.INVALID,
          option + " '" + text + "'",
          "names nothing",
          "give a name, or an ARN");
    }
    return last;
  }
}

package dev.pillion.cli;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.InjectionSwitch;
import dev.pillion.templates.client.AppMesh;
import dev.pillion.templates.client.Progress;
import dev.pillion.templates.client.Reader;
import dev.pillion.templates.resource.Present;
import dev.pillion.templates.resource.ResourceKey;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What `pillion injection` does.
final class InjectionWork {
  private final ApiOptions api;
  private final PrintWriter out;

  InjectionWork(ApiOptions api, PrintWriter out) {
    this.api = api;
    this.out = out;
  }

  void turn(InjectionOptions where, boolean off) {
    String tag = where.tag();
    try (AppMesh server = ApiAccess.open(api)) {
      // All are looked up before one is changed.
      for (Present mesh : meshes(server, where.meshes())) {
        boolean was = InjectionSwitch.OFF.equals(mesh.tags().get(tag));
        if (off && !was) {
          server.tag(mesh, Map.of(tag, InjectionSwitch.OFF));
        }
        if (!off && mesh.tags().containsKey(tag)) {
          server.untag(mesh, List.of(tag));
        }
        out.printf(
            "mesh %s%s: injection is %s%s%n",
            mesh.key().mesh(), where.spoken(), off ? "off" : "on", was == off ? ", as before" : "");
        out.flush();
      }
    }
  }

  void status(boolean json) {
    try (AppMesh server = ApiAccess.open(api)) {
      List<Present> meshes = meshes(server, List.of());
      out.print(json ? asJson(meshes) : asText(meshes));
      out.flush();
    }
  }

  private static List<Present> meshes(AppMesh server, List<String> named) {
    List<String> names = named.isEmpty() ? new Reader(server, Progress.NONE).meshes() : named;
    List<Present> meshes = new ArrayList<>();
    for (String name : names) {
      meshes.add(
          server
              .describe(new ResourceKey(name, new ResourceId.Mesh()))
              .orElseThrow(() ->
                  new MeshException(
                      MeshException.Code.NOT_FOUND,
                      "mesh " + name,
                      "the server has none of that name",
                      "pillion injection status lists those that it has")));
    }
    return meshes;
  }

  private static String asText(List<Present> meshes) {
    var table = new Table("MESH", "INJECTION", "OFF FOR");
    for (Present mesh : meshes) {
      InjectionSwitch injection = InjectionSwitch.of(mesh.tags());
      table.row(
          mesh.key().mesh(),
          injection.everywhere() ? "off" : "on",
          injection.everywhere() ? "all" : String.join(", ", parts(injection)));
    }
    return meshes.isEmpty() ? "no meshes\n" : table.text("");
  }

  private static List<String> parts(InjectionSwitch injection) {
    var parts = new ArrayList<String>();
    injection.clusters().stream().sorted().forEach(name -> parts.add("cluster " + name));
    injection.hosts().stream().sorted().forEach(name -> parts.add("host " + name));
    return parts;
  }

  private static String asJson(List<Present> meshes) {
    var all = new ArrayList<Value>();
    for (Present mesh : meshes) {
      InjectionSwitch injection = InjectionSwitch.of(mesh.tags());
      all.add(
          Json.value(
              Struct.newBuilder()
                  .putFields("mesh", Json.value(mesh.key().mesh()))
                  .putFields("off", Json.value(injection.everywhere()))
                  .putFields(
                      "offForClusters", Json.texts(injection.clusters().stream().sorted().toList()))
                  .putFields(
                      "offForHosts", Json.texts(injection.hosts().stream().sorted().toList()))));
    }
    return Json.print(Struct.newBuilder().putFields("meshes", Json.list(all)));
  }
}

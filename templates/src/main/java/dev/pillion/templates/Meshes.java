package dev.pillion.templates;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.templates.client.AppMesh;
import dev.pillion.templates.client.Progress;
import dev.pillion.templates.client.Reader;
import dev.pillion.templates.resource.Present;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// Reads whole meshes of a server.
public final class Meshes {
  private final Reader reader;

  /// Of that server.
  public Meshes(AppMesh server, Progress progress) {
    this.reader = new Reader(server, progress);
  }

  /// Everything in those meshes.
  ///
  /// @param names all meshes, where none is named
  public List<Present> read(Collection<String> names) {
    List<String> there = reader.meshes();
    for (String name : names) {
      if (!there.contains(name)) {
        throw new MeshException(
            MeshException.Code.NOT_FOUND,
            "mesh '" + name + "'",
            "the server does not have it",
            there.isEmpty()
                ? "it has none at all"
                : "it has " + String.join(", ", new TreeSet<>(there)));
      }
    }
    return reader.describe(reader.keys(names.isEmpty() ? there : new TreeSet<>(names)));
  }
}

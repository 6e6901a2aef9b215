package dev.pillion.templates.client;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.templates.resource.ResourceKey;
import dev.pillion.xds.json.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where App Mesh's API has what.
final class Paths {
  private static final String VERSION = "/v20190125";

  private Paths() {}

  static String item(ResourceKey key) {
    return list(key.mesh(), key.kind(), key.id().parent()) + "/" + encoded(key.name());
  }

  /// Where those of a kind are listed and created.
  static String list(ResourceKey key) {
    return list(key.mesh(), key.kind(), key.id().parent());
  }

  static String list(String mesh, Kind kind, Optional<ResourceId> parent) {
    if (kind == Kind.MESH) {
      return VERSION + "/meshes";
    }
    String in = VERSION + "/meshes/" + encoded(mesh);
    // A list is called by the plural, and what is in a router or gateway begins with the singular.
    String of =
        parent
            .map(one -> {
              String collection = Kind.of(one).collection();
              return "/"
                  + collection.substring(0, collection.length() - 1)
                  + "/"
                  + encoded(one.name());
            })
            .orElse("");
    return in + of + "/" + kind.collection();
  }

  static String tags(String word, String arn) {
    return VERSION + "/" + word + "?resourceArn=" + encoded(arn);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}

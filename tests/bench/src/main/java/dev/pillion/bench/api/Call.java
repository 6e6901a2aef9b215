package dev.pillion.bench.api;

/// One request.
///
/// @param path after the version's prefix
/// @param body empty where there is none
record Call(String method, String path, String body) {
  static Call get(String path) {
    return new Call("GET", path, "");
  }
}

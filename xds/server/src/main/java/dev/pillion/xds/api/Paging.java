package dev.pillion.xds.api;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.store.Listing;
import dev.pillion.xds.store.MeshStore;
import dev.pillion.xds.store.Page;
import java.util.Map;
import java.util.Optional;

/// How much of a list a request asks for, and from where on.
///
/// @param limit how many items
/// @param nextToken where the page before ended
record Paging(int limit, Optional<String> nextToken) {
  /// Reads `limit` and `nextToken`.
  ///
  /// @param most the largest limit, which is also what holds where none is given
  static Paging of(Map<String, String> query, int most) {
    String given = query.getOrDefault("limit", Integer.toString(most));
    try {
      int limit = Integer.parseInt(given);
      if (limit >= 1 && limit <= most) {
        return new Paging(limit, Optional.ofNullable(query.get("nextToken")));
      }
    } catch (NumberFormatException _) {
      // Told below, as any other number that is not allowed.
    }
    throw new MeshException(
        MeshException.Code.INVALID,
        "limit",
        "it is '" + given + "'",
        "give a number from 1 to " + most + ", or leave it out");
  }

  /// The name or key to go on after, in the list that the token must belong to.
  Optional<String> after(Object list) {
    return PageTokens.after(list, nextToken);
  }

  /// That page of a list of resources.
  Page page(MeshStore store, Listing listing) {
    return store.page(listing, after(listing), limit);
  }
}

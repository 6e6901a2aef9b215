package dev.pillion.xds.api;

import dev.pillion.xds.json.TagsJson;
import dev.pillion.xds.store.Author;
import dev.pillion.xds.store.Change;
import dev.pillion.xds.store.MeshStore;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The operations on tags, each on the store.
record TagApi(MeshStore store, Identity identity) {
  // App Mesh's model says so; its text says 100.
  private static final int MOST_TAGS = 50;

  Answer tag(Operation.Tag tag, byte[] body, Author author) {
    String arn = identity.arn(tag.mesh(), tag.id());
    store.commit(new Change.Tag(tag.mesh(), tag.id(), TagsJson.tagRequest(arn, body), author));
    return Answer.ok("{}");
  }

  Answer untag(Operation.Untag untag, byte[] body, Author author) {
    String arn = identity.arn(untag.mesh(), untag.id());
    store.commit(
        new Change.Untag(untag.mesh(), untag.id(), TagsJson.untagRequest(arn, body), author));
    return Answer.ok("{}");
  }

  Answer list(Operation.ListTags list, Map<String, String> query) {
    Paging paging = Paging.of(query, MOST_TAGS);
    var tags = store.describe(list.mesh(), list.id()).tags();
    SortedMap<String, String> rest =
        paging
            .after(list)
            // The least text after the key.
            .map(key -> tags.tailMap(key + '\0'))
            .orElse(tags);
    var keys = new ArrayList<>(rest.keySet());
    if (keys.size() <= paging.limit()) {
      return Answer.ok(TagsJson.page(rest, Optional.empty()));
    }
    String last = keys.get(paging.limit() - 1);
    var page = new TreeMap<>(rest.headMap(last + '\0'));
    return Answer.ok(TagsJson.page(page, Optional.of(PageTokens.token(list, last))));
  }
}

package dev.pillion.templates.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A resource as a server has it.
public record Present(ResourceKey key, String arn, JsonNode spec, SortedMap<String, String> tags) {
  /// Copies its tags.
  public Present {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }
}

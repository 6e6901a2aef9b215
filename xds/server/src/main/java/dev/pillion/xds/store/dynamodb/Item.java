package dev.pillion.xds.store.dynamodb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An item of the table, read or being put together.
final class Item {
  private final Map<String, AttributeValue> attributes;

  Item() {
    this(Map.of());
  }

  Item(Map<String, AttributeValue> attributes) {
    this.attributes = new HashMap<>(attributes);
  }

  Item with(String name, String text) {
    attributes.put(name, AttributeValue.fromS(text));
    return this;
  }

  Item with(String name, long number) {
    attributes.put(name, AttributeValue.fromN(Long.toString(number)));
    return this;
  }

  Item with(String name, List<Item> items) {
    attributes.put(
        name,
        AttributeValue.fromL(
            items.stream().map(item -> AttributeValue.fromM(item.attributes)).toList()));
    return this;
  }

  List<Item> items(String name) {
    return attribute(name).l().stream().map(item -> new Item(item.m())).toList();
  }

  boolean has(String name) {
    return attributes.containsKey(name);
  }

  String text(String name) {
    return attribute(name).s();
  }

  long number(String name) {
    return Long.parseLong(attribute(name).n());
  }

  private AttributeValue attribute(String name) {
    return Objects.requireNonNull(attributes.get(name), name);
  }

  /// All of it, at that place.
  Map<String, AttributeValue> at(String partition, String sort) {
    var placed = new HashMap<>(attributes);
    placed.putAll(Keys.key(partition, sort));
    return placed;
  }
}

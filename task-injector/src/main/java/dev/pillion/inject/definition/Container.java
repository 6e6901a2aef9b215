package dev.pillion.inject.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// A container of a task definition; what is changed in it is changed in the document.
record Container(ObjectNode json) {
  static final int HIGHEST_PORT = 65_535;

  String name() {
    return json.path("name").asText();
  }

  /// The last part of its image's name, without tag and digest.
  String imageName() {
    String image = json.path("image").asText().replaceFirst("@.*", "");
    return image.substring(image.lastIndexOf('/') + 1).replaceFirst(":.*", "");
  }

  /// Its environment; a value that is no text, such as a template's call, counts as an empty one.
  SequencedMap<String, String> environment() {
    return pairs(json.path("environment"));
  }

  /// Lists of names and values, as ECS has them.
  static SequencedMap<String, String> pairs(JsonNode list) {
    var pairs = new LinkedHashMap<String, String>();
    list.valueStream()
        .forEach(pair -> pairs.put(pair.path("name").asText(), pair.path("value").asText()));
    return Collections.unmodifiableSequencedMap(pairs);
  }

  /// The names of the variables that ECS fills in from a secret.
  Set<String> secrets() {
    var names = new TreeSet<String>();
    json.path("secrets").forEach(secret -> names.add(secret.path("name").asText()));
    return names;
  }

  SequencedMap<String, String> labels() {
    var labels = new LinkedHashMap<String, String>();
    json.path("dockerLabels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return Collections.unmodifiableSequencedMap(labels);
  }

  void label(String name, String value) {
    json.withObjectProperty("dockerLabels").put(name, value);
  }

  void unlabel(String name) {
    if (json.get("dockerLabels") instanceof ObjectNode labels) {
      labels.remove(name);
      if (labels.isEmpty()) {
        json.remove("dockerLabels");
      }
    }
  }

  /// The user it runs as, without a group; empty for the image's.
  String user() {
    return json.path("user").asText().split(":", 2)[0];
  }

  Set<Integer> tcpPorts() {
    var ports = new TreeSet<Integer>();
    json.path("portMappings")
        .valueStream()
        .filter(mapping -> !mapping.path("protocol").asText().equals("udp"))
        .map(mapping -> mapping.path("containerPort").asInt())
        .filter(port -> port > 0 && port <= HIGHEST_PORT)
        .forEach(ports::add);
    return ports;
  }

  /// A size of its own, in ECS's units.
  Optional<Integer> size(String member) {
    JsonNode size = json.path(member);
    return size.isIntegralNumber() && size.canConvertToInt() && size.intValue() > 0
        ? Optional.of(size.intValue())
        : Optional.empty();
  }
}

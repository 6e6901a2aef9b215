package dev.pillion.xds.translate;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.pgv.validate.Validate.FieldRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The constraints that Envoy's protocol buffers state of themselves (`validate.rules`). Envoy
/// refuses a whole answer for one resource that breaks them, so none may be sent.
public final class Constraints {
  private static final Map<String, Message> KNOWN = Extensions.byName();

  // What a type's rules are never changes, and to look them up in its options each time took most
  // of
  // a translation's time.
  private static final Map<Descriptor, Ruled> RULED = new ConcurrentHashMap<>();

  private final List<String> violations = new ArrayList<>();

  private Constraints() {}

  /// What a message breaks, each with the field's path; empty when Envoy would take it.
  public static List<String> violations(Message message) {
    var constraints = new Constraints();
    constraints.walk("", message);
    return List.copyOf(constraints.violations);
  }

  private void walk(String path, Message message) {
    if (message instanceof Any any) {
      inside(path, any);
      return;
    }
    Descriptor type = message.getDescriptorForType();
    Ruled ruled = RULED.computeIfAbsent(type, Ruled::of);
    for (OneofDescriptor oneof : ruled.required()) {
      if (message.getOneofFieldDescriptor(oneof) == null) {
        violations.add(path + oneof.getName() + ": one of them must be set");
      }
    }
    for (Ruled.Field field : ruled.fields()) {
      field(path, message, field);
    }
  }

  private void inside(String path, Any any) {
    if (any.getTypeUrl().isEmpty()) {
      return;
    }
    String name = any.getTypeUrl().substring(any.getTypeUrl().lastIndexOf('/') + 1);
    var prototype = KNOWN.get(name);
    if (prototype == null) {
      violations.add(path + "type_url: " + name + " is none of the types that are translated to");
      return;
    }
    try {
      walk(path, prototype.getParserForType().parseFrom(any.getValue()));
    } catch (InvalidProtocolBufferException e) {
      violations.add(path + "value: is no " + name + ": " + e.getMessage());
    }
  }

  private void field(String parent, Message message, Ruled.Field ruled) {
    FieldDescriptor field = ruled.field();
    if (field.isRepeated()) {
      items(parent, message, ruled);
      return;
    }
    boolean set = !field.hasPresence() || message.hasField(field);
    if (set) {
      value(parent, field, message.getField(field), ruled.rules());
    } else if (ruled.required()) {
      violations.add(parent + field.getName() + ": must be set");
    }
  }

  private void items(String parent, Message message, Ruled.Field ruled) {
    FieldDescriptor field = ruled.field();
    FieldRules rules = ruled.rules();
    int count = message.getRepeatedFieldCount(field);
    if (count == 0 && !ruled.counted()) {
      return;
    }
    String path = parent + field.getName();
    var repeated = rules.getRepeated();
    boolean ignored = count == 0 && repeated.getIgnoreEmpty();
    if (!ignored && count < repeated.getMinItems()) {
      violations.add(path + ": needs at least " + repeated.getMinItems() + " items");
    }
    if (repeated.hasMaxItems() && count > repeated.getMaxItems()) {
      violations.add(path + ": takes at most " + repeated.getMaxItems() + " items");
    }
    if (count < rules.getMap().getMinPairs()) {
      violations.add(path + ": needs at least " + rules.getMap().getMinPairs() + " pairs");
    }
    for (int i = 0; i < count; i++) {
      Object item = message.getRepeatedField(field, i);
      if (field.isMapField()) {
        entry(path + "[" + i + "]", (Message) item, rules);
      } else {
        value(path + "[" + i + "]", item, repeated.getItems());
      }
    }
  }

  private void entry(String path, Message entry, FieldRules rules) {
    var fields = entry.getDescriptorForType().getFields();
    value(path + ".key", entry.getField(fields.get(0)), rules.getMap().getKeys());
    value(path + ".value", entry.getField(fields.get(1)), rules.getMap().getValues());
  }

  // The path is put together only where it is needed: nearly nothing is ever broken.
  private void value(String parent, FieldDescriptor field, Object value, FieldRules rules) {
    if (value instanceof Message || !ValueRules.broken(rules, value).isEmpty()) {
      value(parent + field.getName(), value, rules);
    }
  }

  private void value(String path, Object value, FieldRules rules) {
    ValueRules.broken(rules, value).forEach(broken -> violations.add(path + ": " + broken));
    if (value instanceof Message message && !rules.getMessage().getSkip()) {
      walk(path + ".", message);
    }
  }
}

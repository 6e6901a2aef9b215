package dev.pillion.xds.translate;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.envoyproxy.pgv.validate.Validate;
import io.envoyproxy.pgv.validate.Validate.FieldRules;
import java.util.List;

/// What of a type is under a rule, or may hold something that is.
///
/// @param required the groups of which one field must be set
record Ruled(List<OneofDescriptor> required, List<Field> fields) {
  Ruled {
    required = List.copyOf(required);
    fields = List.copyOf(fields);
  }

  /// A field with its rules.
  ///
  /// @param required it must be set
  /// @param counted it must not be empty
  record Field(FieldDescriptor field, FieldRules rules, boolean required, boolean counted) {}

  static Ruled of(Descriptor type) {
    if (type.getOptions().getExtension(Validate.disabled)) {
      return new Ruled(List.of(), List.of());
    }
    return new Ruled(
        type.getOneofs().stream()
            .filter(oneof -> oneof.getOptions().getExtension(Validate.required))
            .toList(),
        type.getFields().stream().map(Ruled::field).filter(Ruled::matters).toList());
  }

  private static Field field(FieldDescriptor field) {
    FieldRules rules = field.getOptions().getExtension(Validate.rules);
    boolean must =
        rules.getMessage().getRequired()
            || rules.getAny().getRequired()
            || rules.getDuration().getRequired();
    // Inside a oneof a field is required only where it is the one that is set.
    boolean required = must && field.getRealContainingOneof() == null;
    boolean counted = rules.getRepeated().getMinItems() > 0 || rules.getMap().getMinPairs() > 0;
    return new Field(field, rules, required, counted);
  }

  private static boolean matters(Field field) {
    return field.field().getJavaType() == JavaType.MESSAGE
        || !field.rules().equals(FieldRules.getDefaultInstance());
  }
}

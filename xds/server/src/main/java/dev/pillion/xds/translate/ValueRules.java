package dev.pillion.xds.translate;

import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import io.envoyproxy.pgv.validate.Validate.EnumRules;
import io.envoyproxy.pgv.validate.Validate.FieldRules;
import io.envoyproxy.pgv.validate.Validate.StringRules;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/// The rules of one value: numbers and durations by their bounds, strings, bytes and enumerations.
final class ValueRules {
  private static final Map<String, IntPredicate> BOUNDS =
      Map.of("lt", c -> c < 0, "lte", c -> c <= 0, "gt", c -> c > 0, "gte", c -> c >= 0);

  private ValueRules() {}

  static List<String> broken(FieldRules rules, Object value) {
    Object plain = unwrapped(value);
    return switch (rules.getTypeCase()) {
      case STRING -> string(rules.getString(), String.valueOf(plain));
      case BYTES ->
          plain instanceof ByteString bytes && bytes.size() < rules.getBytes().getMinLen()
              ? List.of("is shorter than " + rules.getBytes().getMinLen() + " bytes")
              : List.of();
      case ENUM -> enumeration(rules.getEnum(), (EnumValueDescriptor) plain);
      case BOOL ->
          rules.getBool().hasConst() && !plain.equals(rules.getBool().getConst())
              ? List.of("must be " + rules.getBool().getConst())
              : List.of();
      case FLOAT, DOUBLE, INT32, INT64, UINT32, UINT64 -> bounds(rules, plain);
      case SINT32, SINT64, FIXED32, FIXED64, SFIXED32, SFIXED64 -> bounds(rules, plain);
      case DURATION -> bounds(rules, plain);
      case REPEATED, MAP, ANY, TIMESTAMP, TYPE_NOT_SET -> List.of();
    };
  }

  private static Object unwrapped(Object value) {
    return switch (value) {
      case UInt32Value wrapped -> Integer.toUnsignedLong(wrapped.getValue());
      case UInt64Value wrapped -> wrapped.getValue();
      case BoolValue wrapped -> wrapped.getValue();
      case StringValue wrapped -> wrapped.getValue();
      case Message message when wrapper(message) -> message.getField(first(message));
      default -> value;
    };
  }

  private static boolean wrapper(Message message) {
    return message.getDescriptorForType().getFullName().matches("google\\.protobuf\\.\\w+Value");
  }

  private static FieldDescriptor first(Message message) {
    return message.getDescriptorForType().getFields().getFirst();
  }

  private static List<String> bounds(FieldRules rules, Object value) {
    var field = rules.getOneofFieldDescriptor(FieldRules.getDescriptor().getOneofs().getFirst());
    var stated = (Message) rules.getField(field);
    var number = number(value);
    if (number.isEmpty()) {
      return List.of();
    }
    var broken = new ArrayList<String>();
    for (var entry : stated.getAllFields().entrySet()) {
      var holds = BOUNDS.get(entry.getKey().getName());
      var bound = holds == null ? Optional.<BigDecimal>empty() : number(entry.getValue());
      if (holds != null && bound.isPresent() && !holds.test(number.get().compareTo(bound.get()))) {
        broken.add(
            plain(number.get()) + " is not " + entry.getKey().getName() + " " + plain(bound.get()));
      }
    }
    return broken;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static Optional<BigDecimal> number(Object value) {
    return switch (value) {
      case Integer number -> Optional.of(BigDecimal.valueOf(Integer.toUnsignedLong(number)));
      case Long number -> Optional.of(new BigDecimal(Long.toUnsignedString(number)));
      case Double number when Double.isFinite(number) -> Optional.of(BigDecimal.valueOf(number));
      case Float number when Float.isFinite(number) -> Optional.of(BigDecimal.valueOf(number));
      case Duration duration ->
          Optional.of(
              BigDecimal.valueOf(duration.getSeconds())
                  .add(BigDecimal.valueOf(duration.getNanos(), 9)));
      default -> Optional.empty();
    };
  }

  private static List<String> string(StringRules rules, String value) {
    var broken = new ArrayList<String>();
    if (value.isEmpty() && rules.getIgnoreEmpty()) {
      return broken;
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    int length = value.codePointCount(0, value.length());
    if (length < rules.getMinLen() || bytes < rules.getMinBytes()) {
      broken.add(value.isEmpty() ? "must not be empty" : "is too short");
    }
    if ((rules.hasMaxLen() && length > rules.getMaxLen())
        || (rules.hasMaxBytes() && bytes > rules.getMaxBytes())) {
      broken.add("is too long");
    }
    if (!value.startsWith(rules.getPrefix())) {
      broken.add("does not start with " + rules.getPrefix());
    }
    if (rules.hasPattern() && !value.matches(rules.getPattern())) {
      broken.add("does not match " + rules.getPattern());
    }
    if (rules.getInCount() > 0 && !rules.getInList().contains(value)) {
      broken.add("is none of " + rules.getInList());
    }
    if (rules.hasWellKnownRegex()
        && value.codePoints().anyMatch(c -> c == 0 || c == '\n' || c == '\r')) {
      broken.add("has a character that no header may have");
    }
    return broken;
  }

  private static List<String> enumeration(EnumRules rules, EnumValueDescriptor value) {
    if (rules.getDefinedOnly() && value.getIndex() < 0) {
      return List.of(value.getNumber() + " is not a value of " + value.getType().getName());
    }
    return rules.getNotInList().contains(value.getNumber())
        ? List.of(value.getName() + " is not allowed here")
        : List.of();
  }
}

package dev.pillion.rig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// The SDK's objects as maps, by the names on the wire, and back.
public final class SdkFields {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SdkFields() {}

  /// Sets on a builder what the map has; other keys are passed over.
  public static void fill(SdkPojo builder, Map<?, ?> members) {
    for (SdkField<?> field : builder.sdkFields()) {
      Object value = members.get(field.locationName());
      if (value != null) {
        field.set(builder, toSdk(field, value));
      }
    }
  }

  /// An object as JSON.
  public static JsonNode tree(SdkPojo pojo) {
    try {
      return JSON.readTree(JSON.writeValueAsString(map(pojo)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> map(SdkPojo pojo) {
    var members = new LinkedHashMap<String, Object>();
    for (SdkField<?> field : pojo.sdkFields()) {
      toMap(field.getValueOrDefault(pojo)).ifPresent(v -> members.put(field.locationName(), v));
    }
    return members;
  }

  private static Object toSdk(SdkField<?> field, Object value) {
    MarshallingKnownType type = field.marshallingType().getKnownType();
    return switch (type) {
      case SDK_POJO -> {
        SdkPojo builder = field.constructor().get();
        fill(builder, (Map<?, ?>) value);
        yield ((SdkBuilder<?, ?>) builder).build();
      }
      case LIST -> {
        SdkField<?> item = field.getTrait(ListTrait.class).memberFieldInfo();
        yield ((List<?>) value).stream().map(each -> toSdk(item, each)).toList();
      }
      case LONG -> ((Number) value).longValue();
      case INTEGER -> ((Number) value).intValue();
      default -> value;
    };
  }

  private static Optional<Object> toMap(@Nullable Object value) {
    return switch (value) {
      case null -> Optional.empty();
      case SdkAutoConstructList<?> _ -> Optional.empty();
      case SdkPojo pojo -> Optional.of(map(pojo));
      case List<?> list -> {
        var items = new ArrayList<Object>();
        list.forEach(item -> toMap(item).ifPresent(items::add));
        yield Optional.of(items);
      }
      case Instant time -> Optional.of(time.toString());
      default -> Optional.of(value);
    };
  }
}

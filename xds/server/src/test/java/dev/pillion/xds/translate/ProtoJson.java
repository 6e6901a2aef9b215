package dev.pillion.xds.translate;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.util.Collection;
import java.util.stream.Collectors;

/// Messages as text that can be read and compared.
final class ProtoJson {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(
                      Extensions.byName().values().stream()
                          .map(Message::getDescriptorForType)
                          .toList())
                  .build())
          .sortingMapKeys();

  private ProtoJson() {}

  static String print(Message message) {
    try {
      return PRINTER.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// A list, with a newline at its end.
  static String print(Collection<? extends Message> messages) {
    if (messages.isEmpty()) {
      return "[]\n";
    }
    return messages.stream()
        .map(message -> print(message).indent(2).stripTrailing())
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }
}

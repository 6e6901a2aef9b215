package dev.pillion.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.pillion.mesh.model.MeshException;
import java.util.Collection;

/// JSON that a command prints, put together; long numbers are text, as protobuf has them.
final class Json {
  private Json() {}

  static Value value(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  static Value value(boolean is) {
    return Value.newBuilder().setBoolValue(is).build();
  }

  static Value value(Struct.Builder members) {
    return Value.newBuilder().setStructValue(members).build();
  }

  static Value texts(Collection<String> texts) {
    return list(texts.stream().map(Json::value).toList());
  }

  static Value list(Collection<Value> items) {
    return Value.newBuilder().setListValue(ListValue.newBuilder().addAllValues(items)).build();
  }

  static String print(Struct.Builder members) {
    return print(members, JsonFormat.printer());
  }

  /// With every field, set or not.
  static String print(Message message) {
    return print(message, JsonFormat.printer().alwaysPrintFieldsWithNoPresence());
  }

  private static String print(MessageOrBuilder message, JsonFormat.Printer printer) {
    try {
      return printer.print(message) + "\n";
    } catch (InvalidProtocolBufferException e) {
      throw new MeshException(
          MeshException.Code.INTERNAL, "JSON", e.getMessage() + "", "report this as a defect");
    }
  }
}

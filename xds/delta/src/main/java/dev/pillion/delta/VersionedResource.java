package dev.pillion.delta;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A resource serialised once, to be shared by every stream that is sent it. Its version is a hash
/// of its bytes, so that every replica and every restart gives the same one.
public record VersionedResource(String name, String version, Resource wire, Needs needs) {
  // 64 bits: enough that two versions of one resource never meet.
  private static final int VERSION_BYTES = 8;

  /// Serialises a message; map fields in sorted order.
  public static VersionedResource of(String name, Message message) {
    byte[] bytes = serialise(message);
    String version = hash(bytes);
    var any =
        Any.newBuilder()
            .setTypeUrl("type.googleapis.com/" + message.getDescriptorForType().getFullName())
            .setValue(ByteString.copyFrom(bytes));
    var wire = Resource.newBuilder().setName(name).setVersion(version).setResource(any).build();
    return new VersionedResource(name, version, wire, Needs.of(message));
  }

  /// As another server sent it, under that server's version.
  ///
  /// @throws InvalidProtocolBufferException when a cluster or listener in it cannot be read
  static VersionedResource received(Resource wire) throws InvalidProtocolBufferException {
    return new VersionedResource(
        wire.getName(), wire.getVersion(), wire, Needs.read(wire.getResource()));
  }

  private static byte[] serialise(Message message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// One of which nothing but its name and version is known.
  public static VersionedResource named(String name, String version) {
    var wire = Resource.newBuilder().setName(name).setVersion(version).build();
    return new VersionedResource(name, version, wire, Needs.of(wire));
  }
}

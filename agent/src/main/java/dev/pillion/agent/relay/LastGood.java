package dev.pillion.agent.relay;

import dev.pillion.agent.state.StateFile;
import dev.pillion.delta.Snapshot;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What each proxy group on this host was last served that an Envoy accepted, on disk: for tasks
/// that start while the server is away. A file that this host did not write, or that was changed
/// since, is not used.
///
/// @param folder of the files
/// @param seal what tells this host's files from others
record LastGood(Path folder, Seal seal) {
  private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
  // The number is the format's. What another version of Pillion cannot read, it writes anew.
  private static final byte[] MAGIC = "pillion last-good 1\n".getBytes(StandardCharsets.US_ASCII);

  static LastGood in(Path stateDirectory) {
    Path folder = stateDirectory.resolve("last-good");
    return new LastGood(folder, Seal.in(folder));
  }

  /// Replaces what there is of the group.
  void save(ProxyGroup group, Snapshot snapshot) {
    StateFile file = file(group);
    try {
      byte[] body = body(group, snapshot);
      var bytes = new ByteArrayOutputStream();
      bytes.write(MAGIC);
      bytes.write(seal.of(body));
      bytes.write(body);
      file.write(bytes.toByteArray());
    } catch (IOException e) {
      LOG.warn(
          "file={} problem=\"{}\" remedy=\"let the agent write there; without it no task of {} can"
              + " start while the server is away and this agent has started anew\"",
          file.path(),
          e.toString(),
          group);
    }
  }

  /// What there is of the group and can be trusted.
  Optional<Snapshot> load(ProxyGroup group) {
    StateFile file = file(group);
    try {
      Optional<byte[]> bytes = file.readBytes();
      return bytes.isPresent() ? Optional.of(read(group, bytes.get())) : Optional.empty();
    } catch (IOException e) {
      LOG.warn(
          "file={} problem=\"{}\" remedy=\"none needed: it is not used, and written anew once the"
              + " server is heard\"",
          file.path(),
          e.getMessage());
      return Optional.empty();
    }
  }

  private StateFile file(ProxyGroup group) {
    return new StateFile(folder, HexFormat.of().formatHex(seal.of(bytes(group.toString()))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] body(ProxyGroup group, Snapshot snapshot) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeUTF(group.toString());
    for (DeltaDiscoveryResponse response : snapshot.responses()) {
      response.writeDelimitedTo(out);
    }
    return bytes.toByteArray();
  }

  private Snapshot read(ProxyGroup group, byte[] file) throws IOException {
    int start = MAGIC.length + Seal.BYTES;
    if (file.length < start || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("it is of another format");
    }
    byte[] body = Arrays.copyOfRange(file, start, file.length);
    byte[] sealed = Arrays.copyOfRange(file, MAGIC.length, start);
    if (!MessageDigest.isEqual(sealed, seal.of(body))) {
      throw new IOException("it was changed since it was written, or written on another host");
    }
    var in = new DataInputStream(new ByteArrayInputStream(body));
    String name = in.readUTF();
    if (!name.equals(group.toString())) {
      throw new IOException("it is of " + name);
    }
    return snapshot(in);
  }

  private static Snapshot snapshot(DataInputStream in) throws IOException {
    var responses = new ArrayList<DeltaDiscoveryResponse>();
    DeltaDiscoveryResponse response = DeltaDiscoveryResponse.parseDelimitedFrom(in);
    while (response != null) {
      responses.add(response);
      response = DeltaDiscoveryResponse.parseDelimitedFrom(in);
    }
    return Snapshot.of(responses);
  }
}

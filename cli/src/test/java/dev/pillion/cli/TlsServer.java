package dev.pillion.cli;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.ServerSettings;
import dev.pillion.xds.StoreChoice;
import dev.pillion.xds.XdsConfig;
import dev.pillion.xds.XdsServer;
import dev.pillion.xds.api.Identity;
import dev.pillion.xds.auth.KeySource;
import dev.pillion.xds.auth.Security;
import dev.pillion.xds.auth.SigningScope;
import dev.pillion.xds.auth.TlsFiles;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.SpecJson;
import dev.pillion.xds.store.Author;
import dev.pillion.xds.store.Change;
import dev.pillion.xds.store.MeshStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server whose addresses speak TLS, with a certificate for `localhost` that nobody else signed,
/// and which has the token [#TOKEN] for everything. Its mesh `shop` has a virtual node `front`.
final class TlsServer implements AutoCloseable {
  static final String TOKEN = "a token for agents";
  private static final String PASSWORD = "changeit";

  private final XdsServer server;
  private final Path certificate;

  TlsServer(Path folder) throws Exception {
    this(folder, Optional.empty());
  }

  /// @param keys what opens the access keys that API clients are asked for
  TlsServer(Path folder, Optional<KeySource> keys) throws Exception {
    Files.createDirectories(folder);
    TlsFiles files = certificate(folder);
    certificate = files.certificate();
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, "sha256:%s *\n".formatted(hash(TOKEN)));
    fill(folder.resolve("data"));
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server =
        XdsServer.start(
            new XdsConfig(
                folder.resolve("data"),
                new StoreChoice.Sqlite(),
                any,
                any,
                Identity.DEVELOPMENT,
                new Security(
                    SigningScope.of("us-east-1"), keys, Optional.of(files), Optional.empty()),
                ServerSettings.from(Map.of("PILLION_XDS_TOKENS", tokens.toString()))),
            Clock.systemUTC());
  }

  private static void fill(Path data) {
    try (MeshStore store =
        MeshStore.open(data, Identity.DEVELOPMENT.account(), Clock.systemUTC())) {
      store.commit(create(new ResourceId.Mesh()));
      store.commit(create(new ResourceId.VirtualNode("front")));
    }
  }

  private static Change create(ResourceId id) {
    return new Change.Create(
        "shop",
        id,
        SpecJson.stored(Kind.of(id), "{}"),
        Collections.emptySortedMap(),
        Optional.empty(),
        Author.DEVELOPMENT);
  }

  int port() {
    return server.xdsAddress().getPort();
  }

  URI api() {
    return URI.create("https://localhost:" + server.apiAddress().getPort());
  }

  /// Its certificate, which is its authority too.
  Path certificate() {
    return certificate;
  }

  /// A file with a certificate of somebody else.
  static Path stranger(Path folder) throws Exception {
    return certificate(Files.createDirectories(folder)).certificate();
  }

  @Override
  public void close() {
    server.close();
  }

  private static String hash(String token) throws GeneralSecurityException {
    var digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
  }

  private static TlsFiles certificate(Path folder) throws Exception {
    Path store = folder.resolve("it.p12");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "it",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + folder.getFileName(),
            "-ext",
            "san=dns:localhost",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var files = new TlsFiles(folder.resolve("it.crt"), folder.resolve("it.key"));
    Files.writeString(
        files.certificate(), pem("CERTIFICATE", keys.getCertificate("it").getEncoded()));
    Files.writeString(
        files.key(), pem("PRIVATE KEY", keys.getKey("it", PASSWORD.toCharArray()).getEncoded()));
    return files;
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(
            what,
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes));
  }
}

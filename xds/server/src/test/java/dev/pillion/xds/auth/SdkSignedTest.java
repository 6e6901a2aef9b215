package dev.pillion.xds.auth;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pillion.xds.store.KeyRow;
import dev.pillion.xds.store.KeyTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// The AWS SDK's own signer, and requests that nobody thought of.
final class SdkSignedTest {
  private static @Nullable KeyTable table;
  private static @Nullable Gate gate;

  @BeforeContainer
  static void open() throws IOException {
    Path directory = Files.createTempDirectory("pillion-sdk-signed");
    var file = new KeyFile(directory.resolve("key"));
    file.create();
    var source = new KeySource(Optional.of(file.path()), Optional.empty());
    KeyTable keys = KeyTable.open(directory);
    table = keys;
    String sealed = Vault.of(source).seal("AKIDEXAMPLE", TestKeys.SECRET);
    keys.add(new KeyRow("AKIDEXAMPLE", "admin", new TreeSet<>(), sealed, "", TestKeys.NOW));
    gate =
        new Authentication(
            AccessKeys.of(keys, source),
            SigningScope.of("us-east-1"),
            InstantSource.fixed(TestKeys.NOW));
  }

  @AfterContainer
  static void close() {
    requireNonNull(table).close();
  }

  @Property
  void whatTheSdkSignsIsAcceptedAndNothingElse(
      @ForAll("names") List<String> path,
      @ForAll("queries") Map<String, List<String>> query,
      @ForAll byte[] body) {
    SdkHttpRequest signed = sign(path, query, body);
    String address = signed.encodedPath();
    String rawQuery = signed.encodedQueryParameters().orElse("");
    assertInstanceOf(
        Admission.Admitted.class,
        requireNonNull(gate).admit(received(signed, address, rawQuery, body)));
    assertRefused(received(signed, address + "x", rawQuery, body));
    assertRefused(received(signed, address, rawQuery + "&x", body));
    byte[] longer = Arrays.copyOf(body, body.length + 1);
    assertRefused(received(signed, address, rawQuery, longer));
  }

  private static void assertRefused(ReceivedRequest request) {
    assertInstanceOf(Admission.Refused.class, requireNonNull(gate).admit(request));
  }

  @Provide
  Arbitrary<List<String>> names() {
    return text().ofMinLength(1).list().ofMaxSize(5);
  }

  @Provide
  Arbitrary<Map<String, List<String>>> queries() {
    return Arbitraries.maps(text().ofMinLength(1), text().list().ofMinSize(1).ofMaxSize(3))
        .ofMaxSize(4);
  }

  private static StringArbitrary text() {
    return Arbitraries.strings()
        .ascii()
        .withChars("/%*+ ~é.")
        .withCharRange('\u0100', '\ud7ff')
        .ofMaxLength(12);
  }

  private static SdkHttpRequest sign(
      List<String> path, Map<String, List<String>> query, byte[] body) {
    var encoded = new StringBuilder();
    path.forEach(name -> encoded.append('/').append(SdkHttpUtils.urlEncode(name)));
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .uri(URI.create("http://127.0.0.1:9390"))
            .encodedPath(encoded.toString())
            .rawQueryParameters(query)
            .putHeader("Content-Type", "application/json")
            .build();
    return AwsV4HttpSigner.create()
        .sign(sign ->
            sign.identity(AwsBasicCredentials.create("AKIDEXAMPLE", TestKeys.SECRET))
                .request(request)
                .payload(() -> new ByteArrayInputStream(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "appmesh")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(TestKeys.NOW, ZoneOffset.UTC)))
        .request();
  }

  private static ReceivedRequest received(
      SdkHttpRequest request, String path, String query, byte[] body) {
    var headers = new HashMap<String, List<String>>();
    request.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    return new ReceivedRequest(
        new RequestLine("PUT", path, query), headers, body, new Peer("192.0.2.7:1", false));
  }
}

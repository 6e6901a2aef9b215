package dev.pillion.xds.auth;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests as clients of other kinds send them, byte by byte over a socket: with headers signed
/// that the AWS SDK leaves out, and addresses that it would not write.
final class HandSignedTest {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)");

  private SignedApi api;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    api = new SignedApi(directory, Clock.fixed(TestKeys.NOW, ZoneOffset.UTC));
    assertAnswer(200, send("PUT", "/v20190125/meshes", "{\"meshName\":\"shop\"}", Map.of()));
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v20190125/meshes?limit=",
        "/v20190125/meshes?bare&limit=1",
        "/v20190125/meshes?limit=2&limit=1",
        "/v20190125/meshes?b=2&a=1&a=0&B=3",
        "/v20190125/meshes?x=%2f&y=%C3%A9&z=a+b",
        "/v20190125/meshes?x=%zz",
        "/v20190125/meshes/shop/virtualServices/a%2fb",
        "/v20190125/meshes/shop/virtualServices/%25%2A%20",
        "/v20190125/meshes/shop/virtualServices/a*b(c)'d",
        "/v20190125//meshes",
        "/v20190125/meshes/shop/../shop",
      })
  void anAddressIsTakenAsItWasSent(String address) throws IOException {
    String answer = send("GET", address, "", Map.of());
    assertTrue(!answer.startsWith("HTTP/1.1 403 "), answer);
    assertTrue(!answer.startsWith("HTTP/1.1 5"), answer);
  }

  /// The first AWS SDK for Go signs the length, the first for Java its own name.
  @Test
  void headersThatTheSdkLeavesOutMayBeSigned() throws IOException {
    var headers =
        Map.of(
            "User-Agent", "aws-sdk-go/1.55.5 (go1.22;  linux; amd64), like old ones",
            "Content-Type", "application/json",
            "X-Amzn-Trace-Id", "Root=1",
            "Amz-Sdk-Request", " attempt=1;   max=3 ");
    String body = "{\"virtualNodeName\":\"n\",\"spec\":{}}";
    assertAnswer(200, send("PUT", "/v20190125/meshes/shop/virtualNodes", body, headers));
  }

  @Test
  void anAnswerHasADateByWhichClientsSetTheirClocks() throws IOException {
    String answer = send("GET", "/v20190125/meshes", "", Map.of());
    assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\ndate: "), answer);
  }

  private static void assertAnswer(int status, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
  }

  private String send(String method, String address, String body, Map<String, String> more)
      throws IOException {
    URI server = api.direct();
    var headers = new TreeMap<String, String>(more);
    headers.put("Host", server.getAuthority());
    headers.put("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
    headers.put("X-Amz-Date", ClaimReader.BASIC.format(TestKeys.NOW));
    headers.put("Authorization", authorization(method, address, body, headers));
    var text = new StringBuilder(method + " " + address + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8));
      return read(socket.getInputStream());
    }
  }

  /// One answer, by its length: the server may leave the connection open.
  private static String read(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      assertTrue(c >= 0, () -> "the connection ended after: " + head);
      head.append((char) c);
    }
    var length = LENGTH.matcher(head);
    int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return head + new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
  }

  private static String authorization(
      String method, String address, String body, Map<String, String> headers) {
    var signed = new TreeMap<String, List<String>>();
    headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), List.of(value)));
    int mark = address.indexOf('?');
    var line =
        new RequestLine(
            method,
            mark < 0 ? address : address.substring(0, mark),
            mark < 0 ? "" : address.substring(mark + 1));
    var request =
        new ReceivedRequest(
            line,
            new HashMap<>(signed),
            body.getBytes(StandardCharsets.UTF_8),
            new Peer("", false));
    var scope =
        new CredentialScope("AKIDEXAMPLE", "20150830", "us-east-1", "appmesh", "aws4_request");
    var names = new ArrayList<>(signed.keySet());
    String canonical =
        SigV4.canonicalRequest(
            request, names, CanonicalAddress.paths(line.path()).getLast(), request.bodyHash());
    String toSign = SigV4.stringToSign(ClaimReader.BASIC.format(TestKeys.NOW), scope, canonical);
    return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/%s, SignedHeaders=%s, Signature=%s"
        .formatted(
            scope.text(), String.join(";", names), SigV4.signature(TestKeys.SECRET, scope, toSign));
  }
}

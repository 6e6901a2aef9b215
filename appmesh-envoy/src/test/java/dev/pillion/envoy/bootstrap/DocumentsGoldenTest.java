package dev.pillion.envoy.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pillion.envoy.EnvoyBinary;
import dev.pillion.envoy.Golden;
import dev.pillion.envoy.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class DocumentsGoldenTest {
  @TestFactory
  Stream<DynamicTest> everyEnvironmentGivesItsDocument() {
    return Golden.scenarios().stream()
        .map(folder -> dynamicTest(folder.getFileName().toString(), () -> matches(folder)));
  }

  private static void matches(Path folder) throws Exception {
    var scenario = new Scenario(folder);
    Map<String, String> texts = scenario.texts();
    assertEquals(texts, scenario.texts(), "same input, same bytes");
    texts.forEach((file, text) -> Golden.check(folder, file, text));
  }

  @TestFactory
  Stream<DynamicTest> envoyTakesEveryDocumentWithoutAWarning(@TempDir Path directory)
      throws Exception {
    Path certificates = Files.createDirectory(directory.resolve("certs"));
    var client = TestCertificate.make(certificates, "client");
    Files.copy(client.certificate(), certificates.resolve("ca.crt"));
    return Golden.scenarios().stream()
        .map(folder ->
            dynamicTest(folder.getFileName().toString(), () -> validates(folder, directory)));
  }

  private static void validates(Path folder, Path directory) throws Exception {
    Path home = Files.createDirectory(directory.resolve(folder.getFileName()));
    for (var text : new Scenario(folder).texts().entrySet()) {
      String placed =
          text.getValue()
              .replace("\"/home/", "\"" + home + "/")
              .replace("\"/certs/", "\"" + directory + "/certs/")
              .replace("\"/files/", "\"" + folder.toAbsolutePath() + "/files/");
      Files.writeString(home.resolve(text.getKey()), placed);
    }
    String document = home.resolve("bootstrap.json").toString();
    EnvoyBinary.validate(CommandLine.of(new Scenario(folder).settings().supervision(), document));
  }
}

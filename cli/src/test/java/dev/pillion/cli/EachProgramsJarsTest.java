package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The server and the agent are started with the jars of their own module only. The command reads
/// the options of every command whichever runs, so no command's own class may need more.
final class EachProgramsJarsTest {
  @ParameterizedTest
  @CsvSource({"agent, xds/server", "agent, templates", "server, agent", "server, templates"})
  void aProgramNeedsNoneOfTheOthersJars(String program, String other) throws Exception {
    Predicate<Path> others = entry -> entry.toString().matches(".*/" + other + "(/target)?/.*");
    try (var jars = new URLClassLoader(without(others), ClassLoader.getPlatformClassLoader())) {
      var command = jars.loadClass("dev.pillion.cli.Pillion").getDeclaredMethod("command");
      command.setAccessible(true);
      Object line = command.invoke(null);
      Object status =
          line.getClass()
              .getMethod("execute", String[].class)
              .invoke(line, (Object) new String[] {program, "--help"});
      assertEquals(0, status);
    }
  }

  private static URL[] without(Predicate<Path> others) throws MalformedURLException {
    List<String> entries =
        Arrays.asList(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1));
    List<Path> kept = entries.stream().map(Path::of).filter(entry -> !others.test(entry)).toList();
    assertEquals(entries.size() - 1, kept.size(), entries::toString);
    var urls = new URL[kept.size()];
    for (int i = 0; i < urls.length; i++) {
      URI uri = kept.get(i).toUri();
      urls[i] = uri.toURL();
    }
    return urls;
  }
}

package dev.pillion.agent.choice;

import dev.pillion.agent.state.StateFile;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The choices for all tasks of this host by their ARNs, in memory and on disk.
public final class Choices {
  private static final Logger LOG = LoggerFactory.getLogger(Choices.class);

  private final StateFile file;
  private final ConcurrentHashMap<String, Choice> choices = new ConcurrentHashMap<>();

  private Choices(StateFile file) {
    this.file = file;
  }

  /// Those of the agents before this one. A file that cannot be read is set aside, and its tasks go
  /// by their labels.
  public static Choices in(Path stateDirectory) {
    var file = new StateFile(stateDirectory, "choices.json");
    var choices = new Choices(file);
    try {
      Optional<String> text = file.read();
      if (text.isPresent()) {
        choices.choices.putAll(ChoiceText.parse(text.get()));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "file={} problem=\"{}\" remedy=\"say pillion join or pillion leave again for the tasks"
              + " that it names\"",
          file.path(),
          e.toString());
      choices.setAside();
    }
    return choices;
  }

  private void setAside() {
    try {
      file.setAside();
    } catch (IOException e) {
      LOG.warn("file={} problem=\"{}\"", file.path(), e.toString());
    }
  }

  /// The one for a task, if there is any.
  public Optional<Choice> of(String arn) {
    return Optional.ofNullable(choices.get(arn));
  }

  /// Keeps one in the place of an earlier; on return it is on the disk.
  ///
  /// @throws MeshException when it cannot be written; the earlier one holds then
  public synchronized void put(String arn, Choice choice) {
    var next = new TreeMap<>(choices);
    next.put(arn, choice);
    try {
      file.write(ChoiceText.of(next));
    } catch (IOException e) {
      throw new MeshException(
          Code.INTERNAL,
          "file " + file.path(),
          "cannot be written (%s), so the agent's next start would not know of it".formatted(e),
          "let the agent write there, then say it again");
    }
    choices.put(arn, choice);
  }

  /// Forgets those of tasks that are no more.
  public synchronized void retain(Set<String> arns) {
    if (choices.keySet().retainAll(arns)) {
      write();
    }
  }

  /// Forgets the one of a task that is no more.
  public synchronized void forget(String arn) {
    if (choices.remove(arn) != null) {
      write();
    }
  }

  private void write() {
    try {
      file.write(ChoiceText.of(new TreeMap<>(choices)));
    } catch (IOException e) {
      // Tasks that are no more do not come back: the next write leaves them out.
      LOG.warn(
          "file={} problem=\"{}\" remedy=\"let the agent write there\"", file.path(), e.toString());
    }
  }
}

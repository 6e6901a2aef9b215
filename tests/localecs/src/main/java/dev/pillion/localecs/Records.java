package dev.pillion.localecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The records of the tasks, one file each in the hub.
final class Records {
  private static final String FOLDER = "run/localecs/tasks/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Records() {}

  static void write(Hub hub, TaskRecord task) {
    try {
      hub.write(FOLDER + task.id(), JSON.writeValueAsString(task));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<TaskRecord> all(Hub hub) {
    try (var files = Files.list(hub.file(FOLDER))) {
      return files.sorted().map(Records::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TaskRecord read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), TaskRecord.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.pillion.cli;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Where the libraries' own log lines go: to the one log, and only from warning on.
final class Logs {
  private Logs() {}

  static void quiet() {
    LogManager.getLogManager().reset();
    SLF4JBridgeHandler.install();
    Logger.getLogger("").setLevel(Level.WARNING);
  }
}

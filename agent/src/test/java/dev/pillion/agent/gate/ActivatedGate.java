package dev.pillion.agent.gate;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/// A gate alone in a process, on the socket that it is handed.
final class ActivatedGate {
  private ActivatedGate() {}

  public static void main(String[] arguments) throws InterruptedException {
    var socket = GateSocket.open(System.getenv(), Path.of(arguments[0]));
    var gate = Gate.open(socket, UnixDomainSocketAddress.of(OpenGate.DOCKER), new ScriptedKeeper());
    Runtime.getRuntime().addShutdownHook(new Thread(gate::close));
    System.err.println("activated=" + gate.state().activated());
    Thread.sleep(Long.MAX_VALUE);
  }
}

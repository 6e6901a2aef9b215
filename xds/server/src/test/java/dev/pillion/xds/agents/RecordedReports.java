package dev.pillion.xds.agents;

import dev.pillion.agent.v1.ProxyReport;
import dev.pillion.agent.v1.RelayedProxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What agents said of their Envoys, one entry a report or an end, with the connection's number.
final class RecordedReports implements ProxyReports {
  private final List<String> said = new CopyOnWriteArrayList<>();
  private int connections;

  List<String> said() {
    return List.copyOf(said);
  }

  @Override
  public synchronized Connection open() {
    int number = ++connections;
    return new Connection() {
      @Override
      public void take(ProxyReport report) {
        var ids = report.getProxiesList().stream().map(RelayedProxy::getNodeId).toList();
        said.add("%d has %s".formatted(number, ids));
      }

      @Override
      public void close() {
        said.add(number + " ended");
      }
    };
  }
}

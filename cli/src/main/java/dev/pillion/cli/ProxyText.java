package dev.pillion.cli;

import dev.pillion.agent.v1.KeptBack;
import dev.pillion.agent.v1.ProxyStatus;
import dev.pillion.agent.v1.RefusedProxy;
import dev.pillion.agent.v1.Rejection;
import dev.pillion.agent.v1.SentResource;
import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.agent.v1.TypeStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// A server's proxies as a person reads them: which refuses what, why, and what to look at.
final class ProxyText {
  private static final List<String> TYPES = List.of("CDS", "EDS", "SDS", "LDS", "RDS");

  private ProxyText() {}

  static void add(ServerStatus status, Instant now, StringBuilder text) {
    var table =
        new Table(
            Stream.concat(Stream.of("PROXY", "ENVOY", "CONNECTED", "STATE"), TYPES.stream())
                .toArray(String[]::new));
    for (ProxyStatus proxy : status.getProxiesList()) {
      table.row(
          Stream.concat(
                  Stream.of(
                      proxy.getNodeId(),
                      proxy.getEnvoyVersion(),
                      Spoken.ago(proxy.getConnected(), now),
                      state(proxy)),
                  TYPES.stream().map(type -> count(proxy, type)))
              .toArray(String[]::new));
    }
    text.append(table.isEmpty() ? "no proxy is connected\n" : table.text(""));
    for (ProxyStatus proxy : status.getProxiesList()) {
      if (!proxy.getProblem().isEmpty()) {
        text.append("  %s: %s\n".formatted(proxy.getNodeId(), proxy.getProblem()));
      }
      for (TypeStatus type : proxy.getTypesList()) {
        type.getRejectionsList().forEach(r -> rejection(proxy, type, r, now, text));
      }
      proxy.getKeptBackList().forEach(kept -> keptBack(proxy, kept, text));
      resources(proxy, text);
    }
    status.getRefusedList().forEach(refused -> refused(refused, now, text));
  }

  private static String state(ProxyStatus proxy) {
    if (!proxy.getProblem().isEmpty()) {
      return "waiting";
    }
    if (proxy.getTypesList().stream().anyMatch(type -> type.getRejectionsCount() > 0)) {
      return "rejected";
    }
    if (proxy.getKeptBackCount() > 0) {
      return "kept back";
    }
    return proxy.getInSync() ? "in sync" : "sending";
  }

  private static String count(ProxyStatus proxy, String type) {
    return proxy.getTypesList().stream()
        .filter(t -> t.getType().equals(type))
        .map(t -> Integer.toString(t.getResources()))
        .findFirst()
        .orElse("-");
  }

  private static void rejection(
      ProxyStatus proxy, TypeStatus type, Rejection rejection, Instant now, StringBuilder text) {
    text.append(
        """
          %s rejected %s %s %s
              look at:    %s
              Envoy says: %s
              It keeps what it last accepted. Correct the object, and the change is sent at once.
        """
            .formatted(
                proxy.getNodeId(),
                type.getType(),
                rejection.getName(),
                Spoken.ago(rejection.getAt(), now),
                rejection.getMadeBy(),
                rejection.getError()));
  }

  private static void keptBack(ProxyStatus proxy, KeptBack kept, StringBuilder text) {
    text.append(
        """
          %s is not given the newest %s %s, which %s rejected
              look at:    %s
              Envoy says: %s
              It has version %s, the last that was accepted, in the place of %s.
        """
            .formatted(
                proxy.getNodeId(),
                kept.getType(),
                kept.getName(),
                String.join(" and ", kept.getByList()),
                kept.getMadeBy(),
                kept.getError(),
                kept.getServedVersion(),
                kept.getRefusedVersion()));
  }

  private static void resources(ProxyStatus proxy, StringBuilder text) {
    if (proxy.getResourcesCount() == 0) {
      return;
    }
    var table = new Table("TYPE", "SENT", "VERSION", "ACCEPTED", "MADE FROM");
    for (SentResource sent : proxy.getResourcesList()) {
      table.row(
          sent.getType(),
          sent.getName(),
          sent.getVersion(),
          sent.getAccepted() ? "yes" : "no",
          sent.getMadeBy());
    }
    text.append("  %s, %s:\n".formatted(proxy.getNodeId(), proxy.getDialect()));
    text.append(table.text("    "));
  }

  private static void refused(RefusedProxy refused, Instant now, StringBuilder text) {
    text.append(
        """
        turned away: proxy '%s', %d times, last %s, with gRPC status %d
            %s
        """
            .formatted(
                refused.getNodeId(),
                refused.getTimes(),
                Spoken.ago(refused.getLast(), now),
                refused.getCode(),
                refused.getProblem()));
  }
}

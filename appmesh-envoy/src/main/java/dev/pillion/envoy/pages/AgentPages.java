package dev.pillion.envoy.pages;

import dev.pillion.envoy.http.Answer;
import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.http.Handler;
import dev.pillion.envoy.http.Request;
import dev.pillion.envoy.supervise.Health;
import dev.pillion.envoy.supervise.LogLevels;
import dev.pillion.envoy.supervise.RateLimit;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/// The agent's interface, with the paths and words of App Mesh's image.
public final class AgentPages implements Handler {
  private static final Set<String> DRAINS = Set.of("", "inboundonly");

  private final Client admin;
  private final Health health;
  private final LogLevels levels;
  private final StatsPage stats;
  private final RateLimit limit;

  /// All of its parts.
  public AgentPages(
      Client admin, Health health, LogLevels levels, StatsPage stats, RateLimit limit) {
    this.admin = admin;
    this.health = health;
    this.levels = levels;
    this.stats = stats;
    this.limit = limit;
  }

  @Override
  public Answer handle(Request request) {
    String method =
        switch (request.path()) {
          case "/status", "/stats/prometheus" -> "GET";
          case "/drain_listeners", "/enableLogging" -> "POST";
          default -> "";
        };
    if (method.isEmpty()) {
      return Answer.text(404, request.path() + " is no page of this agent's\n");
    }
    if (!request.method().equals(method)) {
      return Answer.text(400, "%s takes %s only\n".formatted(request.path(), method));
    }
    if (!request.body().isEmpty()) {
      return Answer.text(400, request.path() + " takes no body\n");
    }
    if (!limit.allow()) {
      return Answer.text(429, "Too Many Requests\n");
    }
    return switch (request.path()) {
      case "/status" -> Answer.text(200, "application/json", health.look().json());
      case "/stats/prometheus" -> stats.answer(request.query());
      case "/drain_listeners" -> drain(request.query());
      default -> level(request.query());
    };
  }

  private Answer level(Map<String, String> query) {
    String level = query.getOrDefault("level", "");
    if (query.size() != 1 || level.isEmpty()) {
      return Answer.text(400, "/enableLogging takes one parameter: level\n");
    }
    return levels.change(level);
  }

  /// Has Envoy take no new inbound connections.
  private Answer drain(Map<String, String> query) {
    if (!DRAINS.contains(String.join("&", query.keySet()))) {
      return Answer.text(400, "/drain_listeners takes no parameter but inboundonly\n");
    }
    try {
      Answer answer = admin.post("/drain_listeners?inboundonly");
      return answer.status() == 200
          ? answer
          : Answer.text(500, "Unable to drain Envoy listeners\n");
    } catch (IOException e) {
      return Answer.text(500, "Unable to drain Envoy listeners: %s\n".formatted(e.getMessage()));
    }
  }
}

package dev.pillion.routes.plan;

import dev.pillion.routes.spec.RedirectSpec;
import java.util.List;

/// Which of a task's connections a hold takes.
public sealed interface HoldScope {
  /// All: it is not known yet what the task asks for. Only what no task may lose is exempt.
  record Everything() implements HoldScope {}

  /// Those that are to be redirected: the task's own exemptions hold, and inbound only app ports
  /// are held.
  record Redirected(RedirectSpec redirect) implements HoldScope {}

  /// Those that come in on these ports, on which a proxy is to listen itself. What goes out is left
  /// alone.
  record Inbound(List<Integer> ports) implements HoldScope {
    /// Copies its ports.
    public Inbound {
      ports = List.copyOf(ports);
    }
  }
}

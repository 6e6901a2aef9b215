package dev.pillion.delta;

import java.util.Optional;
import java.util.function.Function;

/// How far a stream is from the snapshot, and so which response is next: make before break.
///
/// @param opened whether the client has had time to ask for each type it uses
record Distance(
    Due clusters, Due endpoints, Due secrets, Due listeners, Due routes, boolean opened) {
  /// Measures each type.
  static Distance measure(Function<XdsType, Due> due, boolean opened) {
    return new Distance(
        due.apply(XdsType.CDS),
        due.apply(XdsType.EDS),
        due.apply(XdsType.SDS),
        due.apply(XdsType.LDS),
        due.apply(XdsType.RDS),
        opened);
  }

  /// The next response to send; none if all is sent or what is left has to wait.
  Optional<Push> next() {
    for (XdsType type : XdsType.values()) {
      if (of(type).answer() == Due.Answer.RECEIVED && mayAdd(type)) {
        Optional<Push> push = of(type).push(type, mayRemove(type));
        if (push.isPresent()) {
          return push;
        }
      }
    }
    return Optional.empty();
  }

  /// What is left of one type.
  Due of(XdsType type) {
    return switch (type) {
      case CDS -> clusters;
      case EDS -> endpoints;
      case SDS -> secrets;
      case LDS -> listeners;
      case RDS -> routes;
    };
  }

  /// Listeners and routes name clusters, so clusters come first. Clusters are not answered before
  /// they have their endpoints and secrets, so these never wait; but a refusal is such an answer
  /// too, so what is left of a refused response of endpoints also comes first.
  private boolean mayAdd(XdsType type) {
    return switch (type) {
      case CDS, EDS, SDS -> true;
      case LDS, RDS -> (clusters.made() || clusters.late()) && endpoints.sent();
    };
  }

  /// What is named goes after that which names it.
  private boolean mayRemove(XdsType type) {
    return switch (type) {
      case LDS -> true;
      case RDS -> over(listeners);
      case CDS, EDS -> over(listeners) && over(routes);
      case SDS -> over(listeners) && over(clusters);
    };
  }

  /// A type that the client has not asked for may be one that it is about to ask for.
  private boolean over(Due due) {
    return due.heard() ? due.settled() : opened;
  }
}

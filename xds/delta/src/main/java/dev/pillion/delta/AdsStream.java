package dev.pillion.delta;

import java.util.List;

/// One client's aggregated stream: brings the client from whatever it holds to the newest snapshot,
/// without a moment in which it holds a name that leads nowhere.
///
/// @param <Q> the requests of the protocol's dialect
public interface AdsStream<Q> extends AutoCloseable {
  /// Takes in a request and answers it as far as it can be answered now. A type that is not served
  /// is passed over in silence, for Envoy would take an error for the end of all types.
  void request(Q request);

  /// Says that the snapshot may have changed or that the client is ready for more. Never blocks;
  /// calls fold.
  void changed();

  /// Where the stream stands with each type asked for, in push order.
  List<TypeStatus> status();

  /// Everything that the client was sent and not told to drop, in push order and then by name.
  List<ResourceStatus> resources();

  /// How many responses the client was sent.
  long responses();

  /// Sends nothing any more; the call itself is the caller's to end.
  @Override
  void close();
}

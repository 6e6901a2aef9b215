package dev.pillion.xds.store;

import dev.pillion.mesh.state.Quotas;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What every store must do; a store's test says how its ledger is opened.
abstract class MeshStoreContract
    implements WritesContract, RefusalsContract, TokensContract, LogContract {
  private final MovableClock clock = new MovableClock();
  private MeshStore store;

  final MeshStore open(Clock clock) {
    return MeshStore.over(ledger(), ACCOUNT, Quotas.USUAL, clock);
  }

  @Override
  public final MeshStore store() {
    return store;
  }

  @Override
  public final MovableClock clock() {
    return clock;
  }

  @Override
  @BeforeEach
  public final void start() {
    store = open(clock);
  }

  @AfterEach
  final void stop() {
    store.close();
  }
}

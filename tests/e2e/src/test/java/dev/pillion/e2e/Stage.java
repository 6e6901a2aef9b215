package dev.pillion.e2e;

import dev.pillion.localecs.Launch;
import dev.pillion.localecs.RunningTask;
import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/// A rig for the tests of one class, with the demo's mesh. When a test fails, what the programs
/// wrote is printed.
final class Stage
    implements BeforeAllCallback,
        AfterAllCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  static final String URL = "http://colorteller.demo.local:8080/";

  /// Any addresses outside the task: its Envoy goes by the name.
  static final String VIRTUAL_SERVICE = "10.77.255.1";

  static final String VIRTUAL_SERVICE_IPV6 = "fd77::ff01";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// Enough for a weight of ten in a hundred to show.
  private static final int CALLS = 60;

  private @Nullable Rig rig;

  Rig rig() {
    if (rig == null) {
      throw new IllegalStateException("the rig starts before the first test");
    }
    return rig;
  }

  /// A task that knows the virtual service's name.
  static Launch launch() {
    return Launch.plain().host("colorteller.demo.local", VIRTUAL_SERVICE);
  }

  /// The demo's three tasks, released: white found by DNS, blue by Cloud Map, and front, which
  /// knows both: Cloud Map's first answer may be from before blue registered.
  Cast startCast() {
    rig().registry().createService("demo.local", "colorteller-blue");
    RunningTask white = rig().task("colorteller-white", launch());
    RunningTask blue =
        rig().task("colorteller-blue", launch().registry("demo.local", "colorteller-blue"));
    RunningTask front =
        rig().task("front", launch().host("colorteller-white.demo.local", white.ipv4()));
    rig().awaitReleased(white);
    rig().awaitReleased(blue);
    rig().awaitReleased(front);
    Wait.until(
        "answers of both colours to the front task's calls, and no failure",
        LIMIT,
        () -> rig().ask(front, CALLS, URL).keySet().equals(Set.of("white", "blue")));
    return new Cast(white, blue, front);
  }

  record Cast(RunningTask white, RunningTask blue, RunningTask front) {}

  @Override
  public void beforeAll(ExtensionContext context) {
    Rig started = Rig.start();
    rig = started;
    try {
      started.mesh().createDemo();
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (rig != null) {
      rig.close();
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    tell(failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    tell(failure);
  }

  private void tell(Throwable failure) throws Throwable {
    if (rig != null) {
      System.err.println(rig.logs());
    }
    throw failure;
  }
}

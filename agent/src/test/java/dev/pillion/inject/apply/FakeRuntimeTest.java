package dev.pillion.inject.apply;

import java.time.Clock;
import java.util.List;
import java.util.Map;

final class FakeRuntimeTest extends ContainerRuntimeContract {
  private final FakeRuntime runtime = new FakeRuntime(Clock.systemUTC());
  private final String owner;

  FakeRuntimeTest() {
    runtime.image("runs:1");
    runtime.image("ends:1", 3, "done");
    owner = runtime.foreign("pause", Map.of(), "none", "");
    runtime.start(owner);
  }

  @Override
  protected ContainerRuntime runtime() {
    return runtime;
  }

  @Override
  protected String owner() {
    return owner;
  }

  @Override
  protected String unique() {
    return "fake";
  }

  @Override
  protected Program runs() {
    return new Program("runs:1", List.of());
  }

  @Override
  protected Program ends() {
    return new Program("ends:1", List.of());
  }

  @Override
  protected Program outgrows() {
    runtime.imageThatOutgrows("outgrows:1");
    return new Program("outgrows:1", List.of());
  }
}

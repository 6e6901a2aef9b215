package dev.pillion.agent.reconcile;

import dev.pillion.agent.choice.Choices;
import dev.pillion.agent.cloudmap.TaskDefinitions;
import dev.pillion.agent.envoy.EnvoyProbe;
import dev.pillion.agent.netns.Namespaces;
import dev.pillion.agent.relay.Relays;
import dev.pillion.agent.report.ServerLink;
import dev.pillion.inject.apply.ContainerRuntime;
import dev.pillion.inject.apply.Injector;
import dev.pillion.inject.apply.TaskDirectories;
import dev.pillion.inject.plan.Planner;
import java.time.Clock;
import java.time.Duration;

/// What every task's loop works with.
///
/// @param undecidedHold how long apps wait for a look-up that is still open
/// @param dryRun whether it is only decided and reported, and nothing is touched
public record Host(
    ContainerRuntime runtime,
    Namespaces namespaces,
    Planner planner,
    Injector injector,
    TaskDirectories directories,
    EnvoyProbe probe,
    Relays relays,
    ServerLink server,
    TaskDefinitions definitions,
    Choices choices,
    Duration undecidedHold,
    boolean dryRun,
    Clock clock) {}

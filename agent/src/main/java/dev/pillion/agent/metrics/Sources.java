package dev.pillion.agent.metrics;

import dev.pillion.agent.gate.GateState;
import dev.pillion.agent.link.LinkState;
import dev.pillion.agent.reconcile.TaskReport;
import dev.pillion.agent.relay.ServedProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Where the agent's metrics are read from at each scrape.
///
/// @param version the agent's
/// @param reporter its name to the server
/// @param hold how it holds tasks: `queue` or `drop`
/// @param links what it talks to, by name
/// @param tasks every task as it stands
/// @param proxies where each Envoy stands with what the relay serves it
/// @param gate empty where the ECS agent talks to Docker itself
/// @param adminSocket of the task of that id
/// @param ledger what is counted
public record Sources(
    String version,
    String reporter,
    String hold,
    Supplier<Map<String, LinkState>> links,
    Supplier<List<TaskReport>> tasks,
    Supplier<List<ServedProxy>> proxies,
    Supplier<Optional<GateState>> gate,
    Function<String, Path> adminSocket,
    Ledger ledger) {}

package dev.pillion.agent.link;

import java.time.Instant;

/// Whether one thing that the agent talks to answers.
///
/// @param endpoint where it is; empty when it is not configured
/// @param since when it came up or went down
/// @param problem why it is down; empty when it is up
/// @param remedy what to do about it; empty when it is up
public record LinkState(
    String endpoint, boolean up, Instant since, String problem, String remedy) {}

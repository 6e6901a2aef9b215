package dev.pillion.agent.reconcile;

import java.time.Duration;

/// A look at a task that takes unusually long: some call in it has not come back.
///
/// @param since how long it has been going on
/// @param at the innermost line of Pillion's that waits
public record LongLook(String taskId, Duration since, String at) {}

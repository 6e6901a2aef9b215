package dev.pillion.agent.reconcile;

import dev.pillion.inject.plan.Reason;

/// Why a task stands as it does.
///
/// @param remedy empty where there is nothing to do
public record Note(Reason reason, String message, String remedy) {}

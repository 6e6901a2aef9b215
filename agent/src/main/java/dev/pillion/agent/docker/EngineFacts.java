package dev.pillion.agent.docker;

/// What a Docker Engine says of itself.
///
/// @param api the newest version of its API
/// @param liveRestore whether containers outlive a restart of the daemon
public record EngineFacts(String version, String api, String storageDriver, boolean liveRestore) {}

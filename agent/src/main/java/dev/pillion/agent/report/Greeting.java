package dev.pillion.agent.report;

/// What an agent says of itself when it meets the server.
///
/// @param epoch one more at each start
/// @param version of the agent
/// @param zone the availability zone; empty where it is not known
public record Greeting(HostIdentity host, long epoch, String version, String zone) {}

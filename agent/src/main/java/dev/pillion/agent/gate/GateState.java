package dev.pillion.agent.gate;

/// How a gate stands.
///
/// @param socket its path
/// @param activated whether systemd keeps the socket, so that it outlives the agent
/// @param connections open now
/// @param waiting starts that wait now
/// @param starts that came, the waiting ones among them
/// @param failed of these, those that Docker never heard of
/// @param letThrough of these, those that went on although their tasks were not in the mesh
/// @param dropped of these, those whose callers went away
public record GateState(
    String socket,
    boolean activated,
    int connections,
    int waiting,
    long starts,
    long failed,
    long letThrough,
    long dropped) {}

package dev.pillion.mesh.model;

import java.util.OptionalInt;

/// Where matching requests at a virtual gateway go. Its match and rewrites are not translated yet.
///
/// @param priority 0 to 1000, lowest first; one without comes after all that have one
/// @param matchPort the gateway's port that it is for; empty where the match names none
/// @param virtualService the name of the target
/// @param targetPort the target's port; empty where it has only one
public record GatewayRouteSpec(
    OptionalInt priority, OptionalInt matchPort, String virtualService, OptionalInt targetPort)
    implements Spec {}

package dev.pillion.mesh.model;

/// What a resource's owner asked for.
public sealed interface Spec
    permits MeshSpec,
        VirtualNodeSpec,
        VirtualRouterSpec,
        RouteSpec,
        VirtualServiceSpec,
        VirtualGatewaySpec,
        GatewayRouteSpec {}

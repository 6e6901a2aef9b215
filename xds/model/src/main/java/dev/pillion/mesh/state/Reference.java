package dev.pillion.mesh.state;

import dev.pillion.mesh.model.ResourceId;

/// A specification names another resource, which must exist.
///
/// @param at the path in the request that names it, such as
///   `spec.provider.virtualNode.virtualNodeName`
public record Reference(ResourceId target, String at) {}

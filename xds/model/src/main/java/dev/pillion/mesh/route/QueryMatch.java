package dev.pillion.mesh.route;

import java.util.Optional;

/// A condition on a query parameter.
///
/// @param exact its value; where there is none, the parameter must be there
public record QueryMatch(String name, Optional<String> exact) {}

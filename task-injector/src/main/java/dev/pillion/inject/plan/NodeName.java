package dev.pillion.inject.plan;

import java.util.Optional;

/// A virtual node as a label names it, with its mesh in the short form `mesh/name`.
record NodeName(Optional<String> mesh, String node) {}

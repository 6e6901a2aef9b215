package dev.pillion.inject.plan;

import java.util.Optional;

/// A virtual node or gateway as a label names it, with its mesh in the short form `mesh/name`.
record ProxyName(Optional<String> mesh, String name) {}

package dev.pillion.templates.plan;

import dev.pillion.mesh.model.MeshException;
import java.util.Optional;

/// What was done of a plan.
///
/// @param done how many of its changes
/// @param failure why the next one was not done; empty where all were
public record Outcome(int done, Optional<MeshException> failure) {}

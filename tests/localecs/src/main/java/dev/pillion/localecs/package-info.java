/// Starts and stops tasks on this machine as the ECS agent does: same containers, names, labels,
/// network shape, order and gaps.
///
/// The whole network of one local ECS lives in the namespace of one container, the hub: each task's
/// link ends there and is routed there. The host's own links, routes and rules stay as they are,
/// and removing the containers removes everything.
@NullMarked
package dev.pillion.localecs;

import org.jspecify.annotations.NullMarked;

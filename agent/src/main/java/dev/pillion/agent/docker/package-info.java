/// Docker as events and as a container runtime.
@NullMarked
package dev.pillion.agent.docker;

import org.jspecify.annotations.NullMarked;

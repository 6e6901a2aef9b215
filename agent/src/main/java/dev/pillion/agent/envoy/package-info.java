/// A task's Envoy, asked through its admin socket.
@NullMarked
package dev.pillion.agent.envoy;

import org.jspecify.annotations.NullMarked;

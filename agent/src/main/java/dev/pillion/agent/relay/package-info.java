/// Each task's own xDS socket, and what is served there: a copy of what the server sends for the
/// task's virtual node or gateway.
@NullMarked
package dev.pillion.agent.relay;

import org.jspecify.annotations.NullMarked;

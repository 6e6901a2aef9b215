/// Each task's own xDS socket, forwarded to the server.
@NullMarked
package dev.pillion.agent.relay;

import org.jspecify.annotations.NullMarked;

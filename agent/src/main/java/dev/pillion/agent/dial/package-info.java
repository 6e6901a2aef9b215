/// How a server's xds address is dialled, and what to do where that fails.
@NullMarked
package dev.pillion.agent.dial;

import org.jspecify.annotations.NullMarked;

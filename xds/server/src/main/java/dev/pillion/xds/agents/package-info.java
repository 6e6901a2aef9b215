/// The server end of the agent stream.
@NullMarked
package dev.pillion.xds.agents;

import org.jspecify.annotations.NullMarked;

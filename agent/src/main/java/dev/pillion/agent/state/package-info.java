/// What the agent keeps on disk.
@NullMarked
package dev.pillion.agent.state;

import org.jspecify.annotations.NullMarked;

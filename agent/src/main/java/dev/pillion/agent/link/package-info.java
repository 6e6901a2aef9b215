/// Whether the things that the agent talks to answer.
@NullMarked
package dev.pillion.agent.link;

import org.jspecify.annotations.NullMarked;

/// AWS Cloud Map and the ECS API, as the agent asks them.
@NullMarked
package dev.pillion.agent.cloudmap;

import org.jspecify.annotations.NullMarked;

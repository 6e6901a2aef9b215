/// Measures what a task waits for, and what the agent and the server take of a host's memory.
@NullMarked
package dev.pillion.bench;

import org.jspecify.annotations.NullMarked;

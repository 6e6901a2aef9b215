/// The host agent: configuration and wiring.
@NullMarked
package dev.pillion.agent;

import org.jspecify.annotations.NullMarked;

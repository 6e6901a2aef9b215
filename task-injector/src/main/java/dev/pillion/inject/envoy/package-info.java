/// The bootstrap document of a task's Envoy.
@NullMarked
package dev.pillion.inject.envoy;

import org.jspecify.annotations.NullMarked;

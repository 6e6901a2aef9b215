/// The drop-in image's program, on a real Envoy.
@NullMarked
package dev.pillion.envoy;

import org.jspecify.annotations.NullMarked;

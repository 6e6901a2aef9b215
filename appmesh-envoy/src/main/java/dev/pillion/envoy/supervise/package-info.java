/// Envoy as a process: started, started again, asked how it is, drained and ended.
@NullMarked
package dev.pillion.envoy.supervise;

import org.jspecify.annotations.NullMarked;

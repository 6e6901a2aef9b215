/// The metrics extension's metrics read from a running Envoy, and sent on.
@NullMarked
package dev.pillion.envoy.metrics;

import org.jspecify.annotations.NullMarked;

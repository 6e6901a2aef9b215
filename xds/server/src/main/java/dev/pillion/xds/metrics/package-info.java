/// What the server counts and measures of itself, for Prometheus.
@NullMarked
package dev.pillion.xds.metrics;

import org.jspecify.annotations.NullMarked;

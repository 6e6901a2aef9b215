/// What the agent counts of itself and of its tasks, and what their Envoys count, for Prometheus.
@NullMarked
package dev.pillion.agent.metrics;

import org.jspecify.annotations.NullMarked;

/// What the image answers over HTTP: the agent's interface, and Envoy's own with more metrics.
@NullMarked
package dev.pillion.envoy.pages;

import org.jspecify.annotations.NullMarked;

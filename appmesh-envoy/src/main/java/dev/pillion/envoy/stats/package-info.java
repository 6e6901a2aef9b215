/// The metrics of App Mesh's metrics extension, made from Envoy's own statistics: no input, no
/// output.
@NullMarked
package dev.pillion.envoy.stats;

import org.jspecify.annotations.NullMarked;

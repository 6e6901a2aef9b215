/// The program of the drop-in image: starts Envoy as App Mesh's own image did.
@NullMarked
package dev.pillion.envoy;

import org.jspecify.annotations.NullMarked;

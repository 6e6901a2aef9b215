/// The mesh in Envoy resources: pure functions, one file per Envoy noun.
@NullMarked
package dev.pillion.xds.translate;

import org.jspecify.annotations.NullMarked;

/// The server: wiring.
@NullMarked
package dev.pillion.xds;

import org.jspecify.annotations.NullMarked;

/// Measures the server's side of xDS: many proxies that connect at once, and changes that reach
/// them all.
@NullMarked
package dev.pillion.bench.xds;

import org.jspecify.annotations.NullMarked;

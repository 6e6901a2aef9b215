/// Measures the App Mesh API under load, beside the only other server of it.
@NullMarked
package dev.pillion.bench.api;

import org.jspecify.annotations.NullMarked;

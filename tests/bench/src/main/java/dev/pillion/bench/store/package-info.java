/// Measures what a write takes of a server's memory, by how large its mesh is.
@NullMarked
package dev.pillion.bench.store;

import org.jspecify.annotations.NullMarked;

/// The durable mesh: one writer, versions, references.
@NullMarked
package dev.pillion.xds.store;

import org.jspecify.annotations.NullMarked;

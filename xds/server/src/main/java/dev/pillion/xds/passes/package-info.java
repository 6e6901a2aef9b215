/// Work that is done in passes: one at a time, with requests folded.
@NullMarked
package dev.pillion.xds.passes;

import org.jspecify.annotations.NullMarked;

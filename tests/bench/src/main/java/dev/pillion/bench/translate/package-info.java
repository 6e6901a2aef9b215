/// What it costs to translate a mesh for one proxy group.
@NullMarked
package dev.pillion.bench.translate;

import org.jspecify.annotations.NullMarked;

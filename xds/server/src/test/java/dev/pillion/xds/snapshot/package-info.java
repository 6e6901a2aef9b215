@NullMarked
package dev.pillion.xds.snapshot;

import org.jspecify.annotations.NullMarked;

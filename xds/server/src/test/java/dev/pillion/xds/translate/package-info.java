@NullMarked
package dev.pillion.xds.translate;

import org.jspecify.annotations.NullMarked;

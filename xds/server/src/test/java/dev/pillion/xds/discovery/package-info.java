@NullMarked
package dev.pillion.xds.discovery;

import org.jspecify.annotations.NullMarked;

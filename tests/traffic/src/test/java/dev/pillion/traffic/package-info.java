@NullMarked
package dev.pillion.traffic;

import org.jspecify.annotations.NullMarked;

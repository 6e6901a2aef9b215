@NullMarked
package dev.pillion.localecs;

import org.jspecify.annotations.NullMarked;

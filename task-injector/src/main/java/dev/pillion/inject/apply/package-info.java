/// Carries a plan out through a container runtime.
@NullMarked
package dev.pillion.inject.apply;

import org.jspecify.annotations.NullMarked;

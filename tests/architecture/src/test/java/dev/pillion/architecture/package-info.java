/// The allowed edges between packages, held by tests.
@NullMarked
package dev.pillion.architecture;

import org.jspecify.annotations.NullMarked;

/// A deliberate violation, to prove that the rules bite.
@NullMarked
package dev.pillion.architecture.planted;

import org.jspecify.annotations.NullMarked;

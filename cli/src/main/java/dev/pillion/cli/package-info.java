/// The pillion command.
@NullMarked
package dev.pillion.cli;

import org.jspecify.annotations.NullMarked;

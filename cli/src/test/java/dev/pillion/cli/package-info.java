/// What a person and a program read from the command.
@NullMarked
package dev.pillion.cli;

import org.jspecify.annotations.NullMarked;

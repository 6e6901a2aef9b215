/// Templates and other files as text and as trees.
@NullMarked
package dev.pillion.templates.text;

import org.jspecify.annotations.NullMarked;

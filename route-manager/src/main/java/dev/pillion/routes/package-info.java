/// The one-shot program of a task's network namespace.
@NullMarked
package dev.pillion.routes;

import org.jspecify.annotations.NullMarked;

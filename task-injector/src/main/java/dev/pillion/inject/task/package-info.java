/// A task as its containers' labels show it.
@NullMarked
package dev.pillion.inject.task;

import org.jspecify.annotations.NullMarked;

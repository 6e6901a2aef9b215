/// What rides along with a task, and why not.
@NullMarked
package dev.pillion.inject.plan;

import org.jspecify.annotations.NullMarked;

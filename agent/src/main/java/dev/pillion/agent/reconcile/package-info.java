/// The loop: what each task should have against what it has.
@NullMarked
package dev.pillion.agent.reconcile;

import org.jspecify.annotations.NullMarked;

/// What a person decided about single tasks, kept over restarts.
@NullMarked
package dev.pillion.agent.choice;

import org.jspecify.annotations.NullMarked;

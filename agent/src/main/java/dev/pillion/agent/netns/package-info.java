/// Inside a task's network namespace: the hold and the read-back of rules.
@NullMarked
package dev.pillion.agent.netns;

import org.jspecify.annotations.NullMarked;

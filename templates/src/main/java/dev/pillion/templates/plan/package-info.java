/// What files want against what a server has: functions.
@NullMarked
package dev.pillion.templates.plan;

import org.jspecify.annotations.NullMarked;

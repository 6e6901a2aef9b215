/// Plans and what came of them, for people and for programs: functions.
@NullMarked
package dev.pillion.templates.report;

import org.jspecify.annotations.NullMarked;

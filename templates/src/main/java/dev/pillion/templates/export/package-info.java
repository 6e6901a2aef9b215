/// A server's resources as files: functions.
@NullMarked
package dev.pillion.templates.export;

import org.jspecify.annotations.NullMarked;

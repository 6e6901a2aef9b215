/// CloudFormation templates and what their functions come to: functions over values.
@NullMarked
package dev.pillion.templates.evaluate;

import org.jspecify.annotations.NullMarked;

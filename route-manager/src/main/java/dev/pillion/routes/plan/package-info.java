/// Rules as data: from a redirect, and of the hold.
@NullMarked
package dev.pillion.routes.plan;

import org.jspecify.annotations.NullMarked;

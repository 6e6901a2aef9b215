/// What to redirect, to and from the container's environment.
@NullMarked
package dev.pillion.routes.spec;

import org.jspecify.annotations.NullMarked;

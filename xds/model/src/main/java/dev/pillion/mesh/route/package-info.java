/// What routes and gateway routes take, where they send it, and how often they try.
@NullMarked
package dev.pillion.mesh.route;

import org.jspecify.annotations.NullMarked;

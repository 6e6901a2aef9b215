/// Settings from an environment, read and told of the same way by every program.
@NullMarked
package dev.pillion.mesh.settings;

import org.jspecify.annotations.NullMarked;

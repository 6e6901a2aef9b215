/// A server, a mesh and its proxies, as they are on hosts of ECS.
@NullMarked
package dev.pillion.traffic.stage;

import org.jspecify.annotations.NullMarked;

/// Where the instances of a service are: what agents tell the control plane.
@NullMarked
package dev.pillion.mesh.endpoint;

import org.jspecify.annotations.NullMarked;

/// One whole mesh at one version, with lookups and reference rules.
@NullMarked
package dev.pillion.mesh.state;

import org.jspecify.annotations.NullMarked;

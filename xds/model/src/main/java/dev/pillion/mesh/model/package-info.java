/// The mesh as App Mesh states it: resources and specs as records.
@NullMarked
package dev.pillion.mesh.model;

import org.jspecify.annotations.NullMarked;

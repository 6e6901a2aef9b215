/// What a virtual node or a virtual gateway listens on, and how it is to be called.
@NullMarked
package dev.pillion.mesh.listener;

import org.jspecify.annotations.NullMarked;

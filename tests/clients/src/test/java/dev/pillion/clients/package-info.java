/// App Mesh's stock clients against Pillion's API.
@NullMarked
package dev.pillion.clients;

import org.jspecify.annotations.NullMarked;

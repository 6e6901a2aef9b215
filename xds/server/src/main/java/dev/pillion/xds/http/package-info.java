/// What clients may take of the web server: sizes, times, connections and requests at once. Knows
/// nothing of App Mesh.
@NullMarked
package dev.pillion.xds.http;

import org.jspecify.annotations.NullMarked;

/// App Mesh JSON to the model and back.
@NullMarked
package dev.pillion.xds.json;

import org.jspecify.annotations.NullMarked;

/// The App Mesh HTTP API: parse, call the store, render.
@NullMarked
package dev.pillion.xds.api;

import org.jspecify.annotations.NullMarked;

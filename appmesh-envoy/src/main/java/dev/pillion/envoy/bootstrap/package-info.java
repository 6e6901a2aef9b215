/// Settings to Envoy's bootstrap document and command line: no input, no output.
@NullMarked
package dev.pillion.envoy.bootstrap;

import org.jspecify.annotations.NullMarked;

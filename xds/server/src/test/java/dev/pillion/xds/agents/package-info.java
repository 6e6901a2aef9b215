@NullMarked
package dev.pillion.xds.agents;

import org.jspecify.annotations.NullMarked;

/// Small applications and their callers, on hosts of the tests' own network.
@NullMarked
package dev.pillion.traffic.app;

import org.jspecify.annotations.NullMarked;

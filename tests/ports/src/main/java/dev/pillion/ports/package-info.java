/// Ports of this machine for the servers of tests.
@NullMarked
package dev.pillion.ports;

import org.jspecify.annotations.NullMarked;

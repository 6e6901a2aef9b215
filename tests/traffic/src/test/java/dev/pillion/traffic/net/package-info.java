/// Hosts that are network namespaces, and the network between them.
@NullMarked
package dev.pillion.traffic.net;

import org.jspecify.annotations.NullMarked;

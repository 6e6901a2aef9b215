/// HTTP over TCP and Unix sockets: the interface of the image's agent, and the questions that it
/// asks Envoy's own.
@NullMarked
package dev.pillion.envoy.http;

import org.jspecify.annotations.NullMarked;

/// The gRPC server around the delta engine: identity, acknowledgements, rejections.
@NullMarked
package dev.pillion.xds.ads;

import org.jspecify.annotations.NullMarked;

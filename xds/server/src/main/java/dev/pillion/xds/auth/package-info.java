/// Who asks, and what they may do: signatures, access keys, roles and the server's certificate.
@NullMarked
package dev.pillion.xds.auth;

import org.jspecify.annotations.NullMarked;

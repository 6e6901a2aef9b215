/// Certificates, whom they are shown to, and who is trusted.
@NullMarked
package dev.pillion.mesh.tls;

import org.jspecify.annotations.NullMarked;

/// Endpoints per service, from agent reports.
@NullMarked
package dev.pillion.xds.discovery;

import org.jspecify.annotations.NullMarked;

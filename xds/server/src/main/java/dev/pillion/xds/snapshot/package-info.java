/// Which proxies a change concerns, and what each is to hold.
@NullMarked
package dev.pillion.xds.snapshot;

import org.jspecify.annotations.NullMarked;

/// Delta ADS: subscriptions, nonces, versions and make-before-break for one stream at a time.
@NullMarked
package dev.pillion.delta;

import org.jspecify.annotations.NullMarked;

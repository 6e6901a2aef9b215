/// Task definitions rewritten: App Mesh's Envoy out of them and labels in, and the other way round.
@NullMarked
package dev.pillion.inject.definition;

import org.jspecify.annotations.NullMarked;

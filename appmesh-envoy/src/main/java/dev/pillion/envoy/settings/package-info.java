/// The image's environment, read and checked: App Mesh's variables and a few of Pillion's own.
@NullMarked
package dev.pillion.envoy.settings;

import org.jspecify.annotations.NullMarked;

/// A client of App Mesh's API, signed as every AWS SDK signs.
@NullMarked
package dev.pillion.templates.client;

import org.jspecify.annotations.NullMarked;

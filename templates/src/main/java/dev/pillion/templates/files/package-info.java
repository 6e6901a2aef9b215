/// Files of the API's own JSON.
@NullMarked
package dev.pillion.templates.files;

import org.jspecify.annotations.NullMarked;

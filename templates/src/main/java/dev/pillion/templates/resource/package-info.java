/// App Mesh resources as files want them and as a server has them.
@NullMarked
package dev.pillion.templates.resource;

import org.jspecify.annotations.NullMarked;

/// CloudFormation templates and files of API JSON, applied to a server; and a server's meshes as
/// either.
@NullMarked
package dev.pillion.templates;

import org.jspecify.annotations.NullMarked;

/// The CloudFormation templates at moto, and the scripts that they have hosts run.
@NullMarked
package dev.pillion.clients.stacks;

import org.jspecify.annotations.NullMarked;

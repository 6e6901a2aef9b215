/// DynamoDB on this machine, for tests.
@NullMarked
package dev.pillion.dynamodb;

import org.jspecify.annotations.NullMarked;

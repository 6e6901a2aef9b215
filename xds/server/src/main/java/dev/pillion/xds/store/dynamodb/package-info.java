/// The ledger in a DynamoDB table, for several servers.
@NullMarked
package dev.pillion.xds.store.dynamodb;

import org.jspecify.annotations.NullMarked;

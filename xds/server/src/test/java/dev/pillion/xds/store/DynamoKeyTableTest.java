package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.store.dynamodb.DynamoKeyTable;
import dev.pillion.xds.store.dynamodb.DynamoTable;
import org.junit.jupiter.api.Test;

final class DynamoKeyTableTest extends KeyTableContract {
  private final DynamoTable table = Local.table();

  @Override
  KeyTable open() {
    return DynamoKeyTable.open(table);
  }

  @Test
  void aTableThatIsNotThereIsToldWithTheCommandThatMakesIt() {
    try (KeyTable keys = DynamoKeyTable.open(Local.at("none-such", Local.endpoint()))) {
      var refused = assertThrows(MeshException.class, () -> keys.find("A"));
      assertEquals(MeshException.Code.UNAVAILABLE, refused.code());
      assertTrue(
          String.valueOf(refused.getMessage()).contains("pillion store init --table none-such"),
          refused.getMessage());
    }
  }
}

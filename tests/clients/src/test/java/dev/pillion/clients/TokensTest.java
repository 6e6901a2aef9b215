package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Requests sent again under the same client token.
@ExtendWith(OnStage.class)
final class TokensTest {
  private static final Map<String, Object> DROP =
      Map.of("egressFilter", Map.of("type", "DROP_ALL"));
  private static final String OTHER =
      "client token that was used for a previous update resource call with different"
          + " specifications";

  @ThroughEachClient
  void aTokenReplaysItsRequestAndRefusesAnother(Client client) {
    Item mesh = Specs.of(client, "token").first("Mesh");
    var create = with(mesh.create(), "clientToken", "once");
    JsonNode created = client.answer("CreateMesh", create);
    var update = with(mesh.with("spec", DROP), "clientToken", "once");
    JsonNode updated = client.answer("UpdateMesh", update);
    assertEquals(2, updated.at("/mesh/metadata/version").asInt());
    assertEquals(created, client.answer("CreateMesh", create), "the first reply");
    assertEquals(updated, client.answer("UpdateMesh", update));
    client.refused("CreateMesh", with(create, "spec", DROP), "ConflictException", OTHER);
    client.refused("UpdateMesh", with(update, "spec", Map.of()), "ConflictException", OTHER);
    assertEquals(updated, client.answer("DescribeMesh", mesh.names()));
  }

  @ThroughEachClient
  void aTokenOfAResourceThatIsGoneMakesANewOne(Client client) {
    Item mesh = Specs.of(client, "token-gone").first("Mesh");
    var create = with(mesh.create(), "clientToken", "again");
    var update = with(mesh.with("spec", DROP), "clientToken", "again");
    JsonNode dead = client.answer("CreateMesh", create);
    client.answer("UpdateMesh", update);
    client.answer("DeleteMesh", mesh.names());
    JsonNode created = client.answer("CreateMesh", create);
    assertNotEquals(dead.at("/mesh/metadata/uid"), created.at("/mesh/metadata/uid"));
    assertEquals(1, created.at("/mesh/metadata/version").asInt());
    JsonNode updated = client.answer("UpdateMesh", update);
    assertEquals(created.at("/mesh/metadata/uid"), updated.at("/mesh/metadata/uid"));
    assertEquals(2, updated.at("/mesh/metadata/version").asInt());
  }

  @ThroughEachClient
  void aTokenBelongsToItsResource(Client client) {
    var specs = Specs.of(client, "token-scope");
    client.answer("CreateMesh", with(specs.first("Mesh").create(), "clientToken", "shared"));
    for (String name : new String[] {"a", "b"}) {
      Item router = Item.of("VirtualRouter", Map.of("meshName", specs.mesh()), name, Map.of());
      client.answer("CreateVirtualRouter", with(router.create(), "clientToken", "shared"));
    }
  }

  /// The token is the one that each client makes up by itself for a request and its repetitions.
  @Test
  void aClientWhoseReplyIsLostSendsAgainAndFindsItsWriteDoneOnce(Stage stage) {
    try (var wire = new Wire(stage.endpoint())) {
      for (Client client : Stage.clients(new Target(wire.endpoint(), 3))) {
        try (client) {
          Item mesh = Specs.of(client, "lost-reply").first("Mesh");
          wire.loseReply();
          JsonNode created = client.answer("CreateMesh", mesh.create());
          assertTrue(wire.hasLostIt(), client + " got the reply");
          assertEquals(created, client.answer("DescribeMesh", mesh.names()));
          wire.loseReply();
          JsonNode updated = client.answer("UpdateMesh", mesh.with("spec", DROP));
          assertTrue(wire.hasLostIt(), client + " got the reply");
          assertEquals(2, updated.at("/mesh/metadata/version").asInt());
          assertEquals(updated, client.answer("DescribeMesh", mesh.names()));
        }
      }
    }
  }

  private static Map<String, Object> with(Map<String, Object> input, String member, Object value) {
    var more = new HashMap<>(input);
    more.put(member, value);
    return more;
  }
}

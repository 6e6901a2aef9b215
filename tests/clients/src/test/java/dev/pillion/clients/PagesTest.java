package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
final class PagesTest {
  private static final String MANY = "pages";
  private static final List<String> NAMES =
      IntStream.range(0, 103).mapToObj("router-%03d"::formatted).toList();

  @BeforeAll
  static void makeMoreThanAPage(Stage stage) {
    stage.boto3().answer("CreateMesh", Map.of("meshName", MANY));
    NAMES.forEach(name -> create(stage.boto3(), MANY, name));
  }

  @ThroughEachClient
  void aListOfMoreThanAPageIsWholeItemByItemAndByTheHundred(Client client) {
    var input = Map.<String, Object>of("meshName", MANY);
    assertEquals(NAMES, names(client.list("ListVirtualRouters", input, 1)));
    assertEquals(NAMES, names(client.list("ListVirtualRouters", input, 100)));
    JsonNode first = client.answer("ListVirtualRouters", input);
    assertEquals(NAMES.subList(0, 100), names(first), "a page has 100 where nothing is said");
    assertFalse(token(first).isEmpty());
  }

  @ThroughEachClient
  void theLastPageHasNoTokenAlsoWhereItIsFull(Client client) {
    String mesh = mesh(client, "full", "a", "b", "c", "d");
    JsonNode first = page(client, mesh, 2, "");
    JsonNode last = page(client, mesh, 2, token(first));
    assertEquals(List.of("c", "d"), names(last));
    assertTrue(token(last).isEmpty());
    assertTrue(token(page(client, mesh, 4, "")).isEmpty());
  }

  /// A token says after which name to go on, so what comes and goes between pages moves nothing.
  @ThroughEachClient
  void whatStaysIsListedOnceWhileOthersComeAndGoBetweenPages(Client client) {
    String mesh = mesh(client, "moving", "b", "d", "f", "h", "j");
    var listed = new ArrayList<String>();
    JsonNode page = page(client, mesh, 2, "");
    listed.addAll(names(page));
    create(client, mesh, "a");
    delete(client, mesh, "d");
    create(client, mesh, "e");
    page = page(client, mesh, 2, token(page));
    listed.addAll(names(page));
    delete(client, mesh, "b");
    delete(client, mesh, "h");
    create(client, mesh, "i");
    while (!token(page).isEmpty()) {
      page = page(client, mesh, 2, token(page));
      listed.addAll(names(page));
    }
    assertEquals(List.of("b", "d", "e", "f", "i", "j"), listed);
    assertEquals(listed.size(), new TreeSet<>(listed).size());
  }

  @ThroughEachClient
  void aTokenOfAnotherListIsRefused(Client client) {
    String mesh = mesh(client, "foreign", "a", "b");
    var input =
        Map.<String, Object>of("meshName", MANY, "nextToken", token(page(client, mesh, 1, "")));
    client.refused("ListVirtualRouters", input, "BadRequestException", "nextToken");
    client.refused("ListVirtualNodes", input, "BadRequestException", "nextToken");
  }

  private static String mesh(Client client, String suffix, String... routers) {
    String mesh = Specs.of(client, suffix).mesh();
    client.answer("CreateMesh", Map.of("meshName", mesh));
    for (String router : routers) {
      create(client, mesh, router);
    }
    return mesh;
  }

  private static JsonNode page(Client client, String mesh, int limit, String token) {
    var input = new HashMap<String, Object>(Map.of("meshName", mesh, "limit", limit));
    if (!token.isEmpty()) {
      input.put("nextToken", token);
    }
    return client.answer("ListVirtualRouters", input);
  }

  private static void create(Client client, String mesh, String name) {
    client.answer("CreateVirtualRouter", router(mesh, name).create());
  }

  private static void delete(Client client, String mesh, String name) {
    client.answer("DeleteVirtualRouter", router(mesh, name).names());
  }

  private static Item router(String mesh, String name) {
    return Item.of("VirtualRouter", Map.of("meshName", mesh), name, Map.of());
  }

  private static List<String> names(JsonNode page) {
    return page.path("virtualRouters").findValuesAsText("virtualRouterName");
  }

  private static String token(JsonNode page) {
    return page.path("nextToken").asText("");
  }
}

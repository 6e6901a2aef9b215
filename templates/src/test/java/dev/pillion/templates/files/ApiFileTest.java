package dev.pillion.templates.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.templates.text.Documents;
import dev.pillion.templates.text.Problems;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApiFileTest {
  private final Problems problems = new Problems();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'meshName': 'shop'} | [Mesh shop]",
        "{'meshName': 'shop', 'virtualNodeName': 'a', 'spec': {}} | [VirtualNode shop/a]",
        "{'virtualRouterName': 'r', 'spec': {'listeners': []}} | [VirtualRouter given/r]",
        "{'virtualNode': {'meshName': 'shop', 'virtualNodeName': 'a', 'spec': {},"
            + " 'metadata': {'uid': 'x'}, 'status': {'status': 'ACTIVE'}}} | [VirtualNode shop/a]",
        "[{'meshName': 'a'}, {'meshName': 'b'}] | [Mesh a, Mesh b]",
        "{'meshes': [{'meshName': 'a'}], 'virtualServices':"
            + " [{'meshName': 'a', 'virtualServiceName': 's/t', 'spec': {}}]}"
            + " | [Mesh a, VirtualService a/s/t]",
      })
  void eachFormNamesItsResources(String json, String keys) {
    assertEquals(keys, read(json).toString());
    assertEquals(List.of(), problems.all());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'spec': {}} | a.json: it does not say which resource it is of; give it meshName,",
        "{'routeName': 'r', 'spec': {}} | it does not name its router; give it virtualRouterName",
        "{'meshName': 'a', 'spec': {'egressFilters': {}}} | App Mesh has no spec.egressFilters",
        "{'virtualNodeName': 'a'} | VirtualNode given/a: spec is required",
        "{'meshes': [], 'nodes': []} | 'nodes' is no list of App Mesh resources",
        "{'virtualNodes': [{'meshName': 'a'}]} | it does not say which resource it is of",
        "7 | it does not say which resource it is of",
      })
  void whatIsNoResourceIsToldWithTheRemedy(String json, String told) {
    read(json);
    assertTrue(
        problems.all().stream().anyMatch(problem -> problem.contains(told)),
        () -> problems.all().toString());
  }

  private List<String> read(String json) {
    var value = Documents.read("a.json", json.replace('\'', '"'));
    return ApiFile.read("a.json", value, Optional.of("given"), problems).stream()
        .map(wanted -> wanted.key().toString())
        .toList();
  }
}

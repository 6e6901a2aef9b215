package dev.pillion.templates.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.templates.resource.Bodies;
import dev.pillion.templates.resource.Present;
import dev.pillion.templates.resource.ResourceKey;
import dev.pillion.templates.resource.Specs;
import dev.pillion.templates.resource.Wanted;
import dev.pillion.templates.text.Problems;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PlannerTest {
  private static final ResourceKey MESH = key(new ResourceId.Mesh());
  private static final ResourceKey NODE = key(new ResourceId.VirtualNode("front"));
  private static final ResourceKey SERVICE = key(new ResourceId.VirtualService("front.local"));
  private static final ResourceKey ROUTER = key(new ResourceId.VirtualRouter("front"));
  private static final ResourceKey ROUTE = key(new ResourceId.Route("front", "all"));
  private static final String TO_FRONT =
      "{\"httpRoute\":{\"match\":{\"prefix\":\"/\"},"
          + "\"action\":{\"weightedTargets\":[{\"virtualNode\":\"front\",\"weight\":%d}]}}}";
  private static final Ownership SHOP = new Ownership(Optional.of("shop"), true, false);

  private final Problems problems = new Problems();

  @Test
  void eachResourceComesAfterThoseThatItNeeds() {
    var plan =
        plan(
            List.of(
                wanted(ROUTE, TO_FRONT.formatted(1)),
                wanted(SERVICE, "{\"provider\":{\"virtualNode\":{\"virtualNodeName\":\"front\"}}}"),
                wanted(NODE, "{}").after(Set.of(ROUTER)),
                wanted(ROUTER, "{}"),
                wanted(MESH, "{}")),
            List.of(),
            Ownership.NONE);
    assertEquals(List.of(MESH, ROUTER, NODE, ROUTE, SERVICE), keys(plan));
    assertEquals(5, plan.count(Step.Create.class));
  }

  @Test
  void resourcesThatWaitForEachOtherAreNamed() {
    var plan =
        plan(
            List.of(
                wanted(NODE, "{}").after(Set.of(ROUTER)), wanted(ROUTER, "{}").after(Set.of(NODE))),
            List.of(present(MESH, "{}")),
            Ownership.NONE);
    assertEquals(List.of(), plan.steps());
    assertTold("VirtualNode shop/front, VirtualRouter shop/front: each waits for another");
  }

  @Test
  void whatIsAsWantedStaysAndWhatDiffersIsToldByItsFields() {
    var plan =
        plan(
            List.of(
                wanted(MESH, "{}"),
                wanted(NODE, "{\"backends\":[],\"listeners\":[]}"),
                wanted(ROUTER, "{}"),
                wanted(ROUTE, TO_FRONT.formatted(7))),
            List.of(
                present(MESH, "{}"),
                present(NODE, "{\"listeners\":[],\"backends\":[]}"),
                present(ROUTER, "{}", "team", "a"),
                present(ROUTE, TO_FRONT.formatted(1))),
            Ownership.NONE);
    assertEquals(3, plan.count(Step.Keep.class));
    var update = assertInstanceOf(Step.Update.class, plan.changes().getFirst());
    assertEquals(
        List.of("spec.httpRoute.action.weightedTargets[0].weight: 1 -> 7"), update.changes());
    assertTrue(update.spec() && update.tags().isEmpty());
  }

  @Test
  void aReferenceToNothingIsToldBeforeAnythingIsDone() {
    plan(
        List.of(wanted(ROUTE, TO_FRONT.formatted(1))),
        List.of(present(MESH, "{}"), present(ROUTER, "{}")),
        Ownership.NONE);
    assertTold(
        "it needs VirtualNode shop/front"
            + " (spec.httpRoute.action.weightedTargets[0].virtualNode), which neither the files nor"
            + " the server have; add that");
  }

  @Test
  void theSameResourceTwiceIsToldWithBothPlaces() {
    plan(
        List.of(wanted(MESH, "{}"), wanted(MESH, "{\"egressFilter\":{\"type\":\"DROP_ALL\"}}")),
        List.of(),
        Ownership.NONE);
    assertTold("Mesh shop is in test: Mesh shop too");
  }

  @Test
  void aStackTagsWhatItAppliesAndPruningRemovesItsOwnInReverse() {
    var plan =
        plan(
            List.of(wanted(MESH, "{}")),
            List.of(
                present(MESH, "{}"),
                present(NODE, "{}", Ownership.TAG, "shop"),
                present(key(new ResourceId.VirtualNode("other")), "{}", Ownership.TAG, "other"),
                present(key(new ResourceId.VirtualNode("free")), "{}"),
                present(ROUTER, "{}", Ownership.TAG, "shop"),
                present(ROUTE, TO_FRONT.formatted(1), Ownership.TAG, "shop")),
            SHOP);
    assertEquals(List.of(MESH, ROUTE, ROUTER, NODE), keys(plan));
    var tagged = assertInstanceOf(Step.Update.class, plan.steps().getFirst());
    assertEquals("{pillion:stack=shop}", tagged.tags().toString());
    assertEquals(3, plan.count(Step.Remove.class));
  }

  @Test
  void whatOthersNeedIsNotRemoved() {
    plan(
        List.of(wanted(MESH, "{}")),
        List.of(
            present(MESH, "{}"),
            present(NODE, "{}", Ownership.TAG, "shop"),
            present(ROUTER, "{}"),
            present(ROUTE, TO_FRONT.formatted(1), Ownership.TAG, "other")),
        SHOP);
    assertTold(
        "VirtualNode shop/front: it cannot be removed: Route shop/front/all needs it, and is of"
            + " stack 'other'");
  }

  @Test
  void anotherStacksResourceIsTakenOverOnlyWhenAskedTo() {
    var wanted = List.of(wanted(MESH, "{}"));
    var present = List.of(present(MESH, "{}", Ownership.TAG, "other"));
    plan(wanted, present, new Ownership(Optional.of("shop"), false, false));
    assertTold("Mesh shop is of stack 'other'; apply it with");
    var problems = new Problems();
    var plan =
        Planner.plan(wanted, present, new Ownership(Optional.of("shop"), false, true), problems);
    assertEquals(List.of(), problems.all());
    assertEquals(1, plan.count(Step.Update.class));
  }

  private Plan plan(List<Wanted> wanted, List<Present> present, Ownership ownership) {
    return Planner.plan(wanted, present, ownership, problems);
  }

  private void assertTold(String told) {
    assertTrue(
        problems.all().stream().anyMatch(problem -> problem.contains(told)),
        () -> problems.all().toString());
  }

  private static List<ResourceKey> keys(Plan plan) {
    return plan.steps().stream().map(Step::key).toList();
  }

  private static ResourceKey key(ResourceId id) {
    return new ResourceKey("shop", id);
  }

  private static Wanted wanted(ResourceKey key, String spec) {
    var problems = new Problems();
    var wanted =
        Bodies.wanted(
            key, Specs.parse(spec), JsonNodeFactory.instance.arrayNode(), "test: " + key, problems);
    problems.check("test");
    return wanted.orElseThrow();
  }

  private static Present present(ResourceKey key, String spec, String... tag) {
    var tags = new TreeMap<String, String>();
    if (tag.length == 2) {
      tags.put(tag[0], tag[1]);
    }
    return new Present(key, "arn:" + key.path(), Specs.parse(spec), tags);
  }
}

package dev.pillion.inject.plan;

import static dev.pillion.inject.plan.Tasks.FRONT;
import static dev.pillion.inject.plan.Tasks.app;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.inject.plan.InjectionPlan.Inject;
import dev.pillion.inject.plan.InjectionPlan.Refuse;
import dev.pillion.inject.plan.InjectionPlan.Skip;
import dev.pillion.inject.plan.InjectionPlan.Undecided;
import dev.pillion.inject.plan.InjectionPlan.Wait;
import dev.pillion.inject.task.DefinitionView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whether a task opts in, and when that is known.
final class DecisionTest {
  private static final DefinitionView PENDING = new DefinitionView.Pending();

  @Test
  void aTaskWithoutLabelsIsSkipped() {
    var plan = assertInstanceOf(Skip.class, Tasks.of(app("app", Map.of(), 200)).plan());
    assertEquals(Reason.NOT_OPTED_IN, plan.reason());
  }

  @Test
  void aReadDefinitionDecidesBeforeAnyContainerExists() {
    var labelled = Tasks.definitionOf(app("app", FRONT, -1));
    assertInstanceOf(Inject.class, Tasks.of().withDefinition(labelled).plan());
    assertInstanceOf(Skip.class, Tasks.of().plan());
  }

  @Test
  void theLabelsOfALaterContainerCountWhereTheDefinitionIsRead() {
    var task = Tasks.of(app("logs", Map.of(), 150), app("app", FRONT, -1));
    assertInstanceOf(Inject.class, task.plan());
  }

  @Test
  void anOpenLookUpLeavesTheTaskUndecidedEvenAfterAnUnlabelledStart() {
    var plan = Tasks.of(app("app", Map.of(), 200)).withDefinition(PENDING).plan();
    assertEquals("its task definition web:3", assertInstanceOf(Undecided.class, plan).waitingFor());
  }

  @Test
  void aLabelSeenDuringTheLookUpKeepsTheHold() {
    var plan = Tasks.of(app("app", FRONT, -1)).withDefinition(PENDING).plan();
    var wait = assertInstanceOf(Wait.class, plan);
    assertEquals(Reason.DEFINITION_PENDING, wait.reason());
    assertEquals("mesh/demo/virtualNode/front", wait.group().orElseThrow().toString());
  }

  @Test
  void withoutADefinitionTheFirstStartDecides() {
    assertInstanceOf(Undecided.class, Tasks.of().unreadable().plan());
    assertInstanceOf(Undecided.class, Tasks.of(app("logs", Map.of(), -1)).unreadable().plan());
    assertInstanceOf(Skip.class, Tasks.of(app("logs", Map.of(), 150)).unreadable().plan());
    assertInstanceOf(Inject.class, Tasks.of(app("app", FRONT, 150)).unreadable().plan());
    assertInstanceOf(Inject.class, Tasks.of(app("app", FRONT, -1)).unreadable().plan());
  }

  @Test
  void aLabelAfterAnUnlabelledStartIsRefusedWithBothRemedies() {
    var task = Tasks.of(app("logs", Map.of(), 150), app("app", FRONT, 200)).unreadable();
    var refusal = assertInstanceOf(Refuse.class, task.plan());
    assertEquals(Reason.LATE_LABEL, refusal.reason());
    assertTrue(refusal.message().contains("AccessDeniedException"), refusal.message());
    assertTrue(refusal.remedy().contains("allow ecs:DescribeTaskDefinition"), refusal.remedy());
    assertTrue(refusal.remedy().contains("put the labels on container 'logs'"), refusal.remedy());
  }

  @Test
  void aTaskThatOptedInStaysSoWhicheverContainerStartsFirst() {
    var task = Tasks.of(app("logs", Map.of(), 150), app("app", FRONT, 200)).unreadable();
    assertInstanceOf(Inject.class, task.afterOptingIn().plan());
  }

  @Test
  void aTaskWithoutItsPauseContainerIsUndecided() {
    var plan = Tasks.labelled(FRONT).withoutPause().plan();
    assertEquals("its pause container", assertInstanceOf(Undecided.class, plan).waitingFor());
  }

  @Test
  void anInternalContainerOfEcsIsNoApp() {
    var namespacePause = app("~internal~ecs~pause~namespace", Map.of(), 10);
    assertInstanceOf(Undecided.class, Tasks.of(namespacePause).unreadable().plan());
  }

  @Test
  void aContainerOfTheTaskIsNotOursWhateverItsLabelsSay() {
    var forged = app("app", Tasks.with(FRONT, "dev.pillion.role", "envoy"), 150);
    assertEquals(List.of(), Tasks.of(forged).view().sidecars());
  }

  @Test
  void disabledBeatsEveryOtherLabel() {
    var task = Tasks.labelled(Map.of("pillion.inject", "disabled", "pillion.nonsense", "1"));
    assertEquals(Reason.DISABLED, assertInstanceOf(Skip.class, task.plan()).reason());
  }

  @Test
  void aMissingVirtualNodeIsWaitedFor() {
    var target = new NodeTarget.Missing("mesh 'demo' has no virtual node 'front'");
    var wait = assertInstanceOf(Wait.class, Tasks.labelled(FRONT).planWhere(target));
    assertEquals(Reason.VIRTUAL_NODE_MISSING, wait.reason());
    assertEquals("mesh 'demo' has no virtual node 'front'", wait.message());
  }

  @Test
  void anUnheardServerIsWaitedForUnlessThePortsAreGiven() {
    var unheard = new NodeTarget.Unheard("127.0.0.1:18000 refused the connection");
    var wait = assertInstanceOf(Wait.class, Tasks.labelled(FRONT).planWhere(unheard));
    assertEquals(Reason.SERVER_UNHEARD, wait.reason());
    assertTrue(wait.message().contains("refused the connection"), wait.message());
    var given = Tasks.labelled("pillion.app-ports", "9090").planWhere(unheard);
    assertEquals(List.of(9090), assertInstanceOf(Inject.class, given).interception().ports());
  }

  @Test
  void appPortsAreTheListenersPortsUnlessGiven() {
    var target = new NodeTarget.Exists(Set.of(9090, 8080));
    var listeners = assertInstanceOf(Inject.class, Tasks.labelled(FRONT).planWhere(target));
    assertEquals(List.of(8080, 9090), listeners.interception().ports());
    var given =
        assertInstanceOf(
            Inject.class, Tasks.labelled("pillion.app-ports", "8080,7000").planWhere(target));
    assertEquals(List.of(8080, 7000), given.interception().ports());
    assertEquals(1, given.warnings().size());
    assertTrue(given.warnings().getFirst().startsWith("app port 7000: virtual node 'front'"));
  }

  @Test
  void theSameTaskGivesTheSamePlan() {
    assertEquals(Tasks.labelled(FRONT).plan(), Tasks.labelled(FRONT).plan());
  }
}

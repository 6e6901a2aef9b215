package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.Backend;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.mesh.model.Metadata;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import dev.pillion.mesh.state.Committed;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.state.Quotas;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.Resource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store must do; a store's test says how it is opened.
abstract class MeshStoreContract {
  private static final ResourceId MESH = new ResourceId.Mesh();
  private static final ResourceId NODE = new ResourceId.VirtualNode("red");
  private static final ResourceId ROUTER = new ResourceId.VirtualRouter("colors");
  private static final ResourceId ROUTE = new ResourceId.Route("colors", "all");
  private static final ResourceId SERVICE = new ResourceId.VirtualService("colors.local");

  private final MovableClock clock = new MovableClock();
  private MeshStore store;

  static final String ACCOUNT = "123456789012";

  /// Opens the ledger; a second time, the same one.
  abstract Ledger ledger();

  final MeshStore open(Clock clock) {
    return MeshStore.over(ledger(), ACCOUNT, Quotas.USUAL, clock);
  }

  @BeforeEach
  final void start() {
    store = open(clock);
  }

  @AfterEach
  final void stop() {
    store.close();
  }

  private void reopen() {
    store.close();
    store = open(clock);
  }

  private void fill() {
    store.commit(Changes.create("shop", MESH, "{}"));
    store.commit(Changes.create("shop", NODE, Changes.NODE));
    store.commit(Changes.create("shop", ROUTER, "{}"));
    store.commit(Changes.create("shop", ROUTE, Changes.routeTo("red")));
    store.commit(Changes.create("shop", SERVICE, Changes.providedBy("colors")));
  }

  private MeshState shop() {
    return store.mesh("shop").orElseThrow();
  }

  private VirtualNodeSpec red() {
    return Objects.requireNonNull(shop().virtualNodes().get("red"));
  }

  @Test
  void whatIsAcceptedIsSeenByEveryReadAndAfterReopening() {
    fill();
    MeshState before = shop();
    List<Resource> resources =
        List.of(MESH, NODE, ROUTER, ROUTE, SERVICE).stream()
            .map(id -> store.describe("shop", id))
            .toList();
    assertEquals(5, before.version());
    assertEquals(Set.of("red"), before.virtualNodes().keySet());
    reopen();
    assertEquals(before, shop());
    assertEquals(List.of(before), List.copyOf(store.all()));
    assertEquals(
        resources,
        List.of(MESH, NODE, ROUTER, ROUTE, SERVICE).stream()
            .map(id -> store.describe("shop", id))
            .toList());
  }

  @Test
  void anUpdateKeepsIdentityAndCreationAndMovesVersionAndTime() {
    store.commit(Changes.create("shop", MESH, "{}"));
    Resource created = store.commit(Changes.create("shop", NODE, Changes.NODE));
    clock.move(Duration.ofSeconds(3));
    Resource updated = store.commit(Changes.update("shop", NODE, "{}"));
    assertEquals(created.metadata().next(clock.instant()), updated.metadata());
    assertEquals(2, updated.metadata().version());
    assertEquals("{}", updated.document().text());
    assertEquals(List.of(), red().listeners());
    reopen();
    assertEquals(updated, store.describe("shop", NODE));
  }

  @Test
  void eachWriteIsToldInOrderWithTheMeshAsItIsThen() {
    var told = new CopyOnWriteArrayList<Committed>();
    store.onCommit(told::add);
    fill();
    store.commit(Changes.update("shop", ROUTE, Changes.routeTo("red")));
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), told.stream().map(Committed::version).toList());
    assertEquals(Set.of(ROUTE), told.getLast().touched());
    assertEquals(Optional.of(shop()), told.getLast().state());
    told.forEach(c -> assertEquals(c.version(), c.state().orElseThrow().version()));
  }

  @Test
  void aListenerThatFailsDoesNotHarmTheWriteOrTheOthers() {
    var told = new CopyOnWriteArrayList<Committed>();
    store.onCommit(_ -> {
      throw new IllegalStateException("a planted failure");
    });
    store.onCommit(told::add);
    store.commit(Changes.create("shop", MESH, "{}"));
    assertEquals(1, told.size());
    assertEquals(1, shop().version());
  }

  @Test
  void severalChangesAreOneVersionAndToldAtOnce() {
    fill();
    var told = new CopyOnWriteArrayList<Committed>();
    store.onCommit(told::add);
    List<Resource> answers =
        store.commit(
            List.of(
                Changes.delete("shop", SERVICE),
                Changes.delete("shop", ROUTE),
                Changes.update("shop", NODE, "{}")));
    assertEquals(List.of(SERVICE, ROUTE, NODE), answers.stream().map(Resource::id).toList());
    assertEquals(1, told.size());
    assertEquals(6, told.getFirst().version());
    assertEquals(Set.of(SERVICE, ROUTE, NODE), told.getFirst().touched());
    MeshState after = shop();
    assertEquals(6, after.version());
    reopen();
    assertEquals(after, shop());
  }

  @Test
  void ofSeveralChangesNoneIsDoneWhereOneIsRefused() {
    fill();
    MeshState before = shop();
    var changes =
        List.of(
            Changes.create("shop", new ResourceId.VirtualNode("blue"), Changes.NODE),
            Changes.delete("shop", NODE));
    assertThrows(MeshException.class, () -> store.commit(changes));
    assertEquals(before, shop());
    reopen();
    assertEquals(before, shop());
  }

  @Test
  void theTokenOfTheFirstOfSeveralChangesIsThatOfAll() {
    store.commit(Changes.create("shop", MESH, "{}"));
    var changes =
        List.of(
            Changes.create("shop", ROUTER, "{}", "once"),
            Changes.create("shop", SERVICE, Changes.providedBy("colors")));
    Resource first = store.commit(changes).getFirst();
    assertEquals(List.of(first), store.commit(changes));
    assertEquals(2, shop().version());
  }

  @Test
  void whatIsRefusedChangesNothing() {
    fill();
    MeshState before = shop();
    var told = new CopyOnWriteArrayList<Committed>();
    store.onCommit(told::add);
    for (Change refused :
        List.of(
            Changes.create("shop", MESH, "{}"),
            Changes.create("shop", NODE, "{}"),
            Changes.create("none", NODE, "{}"),
            Changes.create("shop", new ResourceId.Route("none", "a"), Changes.routeTo("red")),
            Changes.create("shop", new ResourceId.Route("colors", "b"), Changes.routeTo("none")),
            Changes.update("shop", SERVICE, Changes.providedBy("none")),
            Changes.update("shop", new ResourceId.VirtualNode("none"), "{}"),
            Changes.delete("shop", MESH),
            Changes.delete("shop", NODE),
            Changes.delete("shop", ROUTER))) {
      assertThrows(MeshException.class, () -> store.commit(refused), refused.toString());
    }
    assertEquals(List.of(), told);
    assertEquals(before, shop());
    reopen();
    assertEquals(before, shop());
  }

  @Test
  void refusalsSayWhatIsMissingAndWhatHoldsAResource() {
    fill();
    refused(
        Code.NOT_FOUND,
        "VirtualNode with name none is not present under mesh shop for account 123456789012",
        () -> store.describe("shop", new ResourceId.VirtualNode("none")));
    refused(
        Code.NOT_FOUND,
        "Mesh with name none is not present for account 123456789012",
        () -> store.describe("none", NODE));
    refused(
        Code.NOT_FOUND,
        "VirtualRouter with name none is not present under mesh shop for account 123456789012",
        () -> store.describe("shop", new ResourceId.Route("none", "all")));
    refused(
        Code.NOT_FOUND,
        "Route with name all: VirtualNode with name none is not present under mesh shop for account"
            + " 123456789012 (spec.httpRoute.action.weightedTargets[0].virtualNode): create it"
            + " first, or name another",
        () -> store.commit(Changes.update("shop", ROUTE, Changes.routeTo("none"))));
    refused(
        Code.CONFLICT,
        "VirtualNode with name red already exists under mesh shop for account 123456789012; update"
            + " it, or choose another name",
        () -> store.commit(Changes.create("shop", NODE, "{}")));
    refused(
        Code.IN_USE,
        "VirtualRouter with name colors cannot be deleted because it is a VirtualService provider:"
            + " [colors.local]; delete or change what needs it first",
        () -> store.commit(Changes.delete("shop", ROUTER)));
    refused(
        Code.IN_USE,
        "VirtualNode with name red cannot be deleted because it is a target of Route:"
            + " [colors/all]; delete or change what needs it first",
        () -> store.commit(Changes.delete("shop", NODE)));
    refused(
        Code.IN_USE,
        "Mesh with name shop cannot be deleted because it has VirtualService: [colors.local];"
            + " delete or change what needs it first",
        () -> store.commit(Changes.delete("shop", MESH)));
    store.commit(Changes.delete("shop", SERVICE));
    refused(
        Code.IN_USE,
        "VirtualRouter with name colors cannot be deleted because it has Route: [all]; delete or"
            + " change what needs it first",
        () -> store.commit(Changes.delete("shop", ROUTER)));
  }

  @Test
  void aBackendMayNameAServiceThatIsNotThereAndDoesNotHoldOneThatIs() {
    fill();
    store.commit(Changes.update("shop", NODE, Changes.calling("colors.local", "later.local")));
    store.commit(Changes.delete("shop", SERVICE));
    assertEquals(
        List.of("colors.local", "later.local"),
        red().backends().stream().map(Backend::virtualService).toList());
  }

  @Test
  void aRouteMustNameAPortWhereItsRouterHasSeveralAndSoMustATarget() {
    fill();
    String several =
        "{'listeners':[{'portMapping':{'port':1,'protocol':'http'}},"
            + "{'portMapping':{'port':2,'protocol':'http'}}]}";
    refused(
        Code.INVALID,
        "VirtualRouter with name colors: All Routes for this Virtual Router must define a port match"
            + " before adding multiple listeners to this Virtual Router. 1 Route(s) are missing"
            + " port. Listing up to 5 route names: [all]",
        () -> store.commit(Changes.update("shop", ROUTER, several)));
    store.commit(Changes.delete("shop", ROUTE));
    store.commit(Changes.update("shop", ROUTER, several));
    refused(
        Code.INVALID,
        "Route with name all: Route must define a port match criteria if the Virtual Router has"
            + " multiple listeners",
        () -> store.commit(Changes.create("shop", ROUTE, Changes.routeTo("red"))));
  }

  @Test
  void aDeletedResourceIsGoneAndItsNameCanBeUsedAgain() {
    fill();
    Resource old = store.describe("shop", SERVICE);
    clock.move(Duration.ofSeconds(1));
    Resource gone = store.commit(Changes.delete("shop", SERVICE));
    assertEquals(old.metadata().next(clock.instant()), gone.metadata());
    assertThrows(MeshException.class, () -> store.describe("shop", SERVICE));
    Resource anew = store.commit(Changes.create("shop", SERVICE, "{}"));
    assertEquals(1, anew.metadata().version());
    assertNotEquals(old.metadata().uid(), anew.metadata().uid());
    assertEquals(
        new VirtualServiceSpec(Optional.empty()), shop().virtualServices().get("colors.local"));
  }

  @Test
  void versionsOfAMeshNeverComeTwiceEvenIfItIsDeletedAndMadeAgain() {
    var told = new CopyOnWriteArrayList<Committed>();
    store.commit(Changes.create("shop", MESH, "{}"));
    Resource gone = store.commit(Changes.delete("shop", MESH));
    assertEquals(1, gone.metadata().version());
    reopen();
    store.onCommit(told::add);
    assertEquals(Optional.empty(), store.mesh("shop"));
    store.commit(Changes.create("shop", MESH, "{}"));
    assertEquals(3, shop().version());
    store.commit(Changes.delete("shop", MESH));
    assertEquals(new Committed("shop", 4, Optional.empty(), Set.of(MESH)), told.getLast());
  }

  @Test
  void aClientTokenReplaysItsRequestForADayAndAfterReopening() {
    Change create = Changes.create("shop", MESH, "{}", "token");
    Resource first = store.commit(create);
    store.commit(Changes.update("shop", MESH, "{'egressFilter':{'type':'ALLOW_ALL'}}"));
    assertEquals(first, store.commit(create));
    reopen();
    assertEquals(first, store.commit(create));
    assertEquals(2, shop().version());
    clock.move(Duration.ofHours(25));
    refused(
        Code.CONFLICT,
        "Mesh with name shop already exists for account 123456789012; update it,"
            + " or choose another name",
        () -> store.commit(create));
  }

  @Test
  void aClientTokenRefusesAnotherBodyAndIsAnotherTokenElsewhere() {
    String open = "{'egressFilter':{'type':'ALLOW_ALL'}}";
    store.commit(Changes.create("shop", MESH, "{}", "token"));
    refused(
        Code.CONFLICT,
        "The request contains a client token that was used for a previous update resource call"
            + " with different specifications (token); try the request again with a new client"
            + " token",
        () -> store.commit(Changes.create("shop", MESH, open, "token")));
    assertEquals(
        1, store.commit(Changes.create("other", MESH, "{}", "token")).metadata().version());
    assertEquals(2, store.commit(Changes.update("shop", MESH, open, "token")).metadata().version());
    store.commit(Changes.create("shop", NODE, "{}", "token"));
    assertTrue(shop().has(NODE));
  }

  @Test
  void aTokenIsForgottenWithItsResourceAndARefusedRequestUsesNone() {
    Change create = Changes.create("shop", MESH, "{}", "token");
    Resource first = store.commit(create);
    store.commit(Changes.delete("shop", MESH));
    assertNotEquals(first.metadata().uid(), store.commit(create).metadata().uid());
    Change early = Changes.create("shop", ROUTE, Changes.routeTo("red"), "early");
    assertThrows(MeshException.class, () -> store.commit(early));
    store.commit(Changes.create("shop", NODE, "{}"));
    store.commit(Changes.create("shop", ROUTER, "{}"));
    assertEquals(1, store.commit(early).metadata().version());
  }

  @Test
  void listsComeInPagesByName() {
    fill();
    store.commit(Changes.create("a", MESH, "{}"));
    store.commit(Changes.create("shop", new ResourceId.VirtualService("b/a"), "{}"));
    store.commit(Changes.create("shop", new ResourceId.VirtualService("b"), "{}"));
    assertEquals(List.of("a", "shop"), names(new Listing.Meshes()));
    assertEquals(
        List.of("b", "b/a", "colors.local"),
        names(new Listing.Children("shop", Kind.VIRTUAL_SERVICE)));
    assertEquals(List.of("all"), names(new Listing.Grandchildren("shop", ROUTER)));
    assertEquals(List.of(), names(new Listing.Children("a", Kind.VIRTUAL_NODE)));
    refused(
        Code.NOT_FOUND,
        "VirtualRouter with name none is not present under mesh shop for account 123456789012",
        () ->
            store.page(
                new Listing.Grandchildren("shop", new ResourceId.VirtualRouter("none")),
                Optional.empty(),
                1));
  }

  @Test
  void manyWritersAtOnceAreOneAfterAnother() {
    var told = new CopyOnWriteArrayList<Long>();
    store.onCommit(committed -> told.add(committed.version()));
    store.commit(Changes.create("shop", MESH, "{}"));
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        var id = new ResourceId.VirtualService("s" + i);
        writers.execute(() -> store.commit(Changes.create("shop", id, "{}")));
      }
    }
    assertEquals(IntStream.rangeClosed(1, 101).mapToObj(i -> (long) i).toList(), told);
    assertEquals(100, shop().virtualServices().size());
  }

  @Test
  void tagsAreKeptBesideTheVersionAndToldOfAsNothingTouched() {
    fill();
    var told = new CopyOnWriteArrayList<Committed>();
    store.onCommit(told::add);
    Resource before = store.describe("shop", NODE);
    store.commit(Changes.tag("shop", NODE, "team", "red", "stage", "test"));
    Resource tagged = store.commit(Changes.untag("shop", NODE, "stage", "none"));
    assertEquals(Map.of("team", "red"), tagged.tags());
    assertEquals(before.metadata(), tagged.metadata());
    assertEquals(List.of(Set.of(), Set.of()), told.stream().map(Committed::touched).toList());
    assertEquals(7, shop().version());
    reopen();
    assertEquals(tagged, store.describe("shop", NODE));
    assertEquals(Map.of("team", "red"), store.commit(Changes.update("shop", NODE, "{}")).tags());
  }

  @Test
  void gatewaysAndTheirRoutesAreKeptAndHoldWhatTheyName() {
    fill();
    var gateway = new ResourceId.VirtualGateway("front");
    var route = new ResourceId.GatewayRoute("front", "all");
    store.commit(Changes.create("shop", gateway, "{}"));
    store.commit(Changes.create("shop", route, Changes.gatewayRouteTo("colors.local")));
    refused(
        Code.IN_USE,
        "VirtualService with name colors.local cannot be deleted because it is being referenced in"
            + " the following: GATEWAY_ROUTE: [front/all]; delete or change what needs it first",
        () -> store.commit(Changes.delete("shop", SERVICE)));
    MeshState before = shop();
    reopen();
    assertEquals(before, shop());
    store.commit(Changes.delete("shop", route));
    store.commit(Changes.delete("shop", SERVICE));
    store.commit(Changes.delete("shop", gateway));
    assertEquals(Map.of(), shop().virtualGateways());
  }

  @Test
  void aTokenIsItsAuthorsAlone() {
    store.commit(Changes.create("shop", MESH, "{}"));
    Resource mine = store.commit(Changes.create("shop", NODE, Changes.NODE, "token"));
    Change others =
        Changes.by(
            new Author("other", "192.0.2.1:5"),
            Changes.create("shop", NODE, Changes.NODE, "token"));
    assertThrows(MeshException.class, () -> store.commit(others));
    assertEquals(mine, store.commit(Changes.create("shop", NODE, Changes.NODE, "token")));
  }

  @Test
  void theHistoryOfAResourceHasEachVersionWithItsAuthorAlsoAfterItsDeletion() {
    store.commit(Changes.create("shop", MESH, "{}"));
    Resource first =
        store.commit(
            Changes.by(
                new Author("alice", "192.0.2.1:5"), Changes.create("shop", NODE, Changes.NODE)));
    clock.move(Duration.ofSeconds(1));
    store.commit(Changes.update("shop", NODE, "{}"));
    store.commit(Changes.tag("shop", NODE, "team", "red"));
    clock.move(Duration.ofSeconds(1));
    store.commit(Changes.delete("shop", NODE));
    reopen();
    List<HistoryEntry> gone = store.history("shop", NODE, Optional.empty(), 10);
    assertEquals(List.of(3L, 2L, 1L), gone.stream().map(HistoryEntry::version).toList());
    assertEquals(
        List.of("delete", "update", "create"), gone.stream().map(HistoryEntry::action).toList());
    assertEquals(
        new HistoryEntry(
            first.metadata().uid(),
            first.metadata().createdAt(),
            1,
            first.metadata().createdAt(),
            "alice",
            "192.0.2.1:5",
            "create",
            first.document().text()),
        gone.getLast());
    assertEquals(clock.instant(), gone.getFirst().at());
    clock.move(Duration.ofSeconds(1));
    Resource anew = store.commit(Changes.create("shop", NODE, "{}"));
    List<HistoryEntry> page = store.history("shop", NODE, Optional.empty(), 2);
    assertEquals(anew.metadata().uid(), page.getFirst().uid());
    assertEquals(gone.getFirst(), page.getLast());
    assertEquals(
        gone.subList(1, 3),
        store.history("shop", NODE, Optional.of(page.getLast().position()), 10));
    refused(
        Code.NOT_FOUND,
        "VirtualService with name none is not present under mesh shop for account 123456789012",
        () -> store.history("shop", new ResourceId.VirtualService("none"), Optional.empty(), 10));
  }

  @Test
  void aDeletedMeshHasItsDeletionInItsHistory() {
    store.commit(Changes.create("shop", MESH, "{}"));
    store.commit(Changes.delete("shop", MESH));
    assertEquals(
        List.of(2L, 1L),
        store.history("shop", MESH, Optional.empty(), 10).stream()
            .map(HistoryEntry::version)
            .toList());
  }

  @Test
  void theThousandthVersionBackIsTheLastThatAHistoryKeeps() {
    store.commit(Changes.create("shop", MESH, "{}"));
    Change update = Changes.update("shop", MESH, "{}");
    Resource first = store.describe("shop", MESH);
    store.close();
    try (Ledger ledger = ledger()) {
      for (long version : new long[] {2, 1_001, 1_002}) {
        var metadata =
            new Metadata(
                first.metadata().uid(),
                version,
                first.metadata().createdAt(),
                clock.instant(),
                ACCOUNT,
                ACCOUNT);
        var later = new Resource("shop", MESH, metadata, first.document(), first.tags());
        long meshVersion = Objects.requireNonNull(ledger.load().get("shop")).version() + 1;
        var part = new Entry.Part(update, Optional.of(first), later);
        assertEquals(
            new Ledger.Appended.Written(),
            ledger.append(new Entry("shop", meshVersion, List.of(part), clock.instant())));
        ledger.flush();
        assertEquals(
            version <= 1_000,
            ledger.history("shop", MESH, Optional.empty(), 9).getLast().version() == 1);
      }
      assertEquals(
          List.of(1_002L, 1_001L),
          ledger.history("shop", MESH, Optional.empty(), 9).stream()
              .map(HistoryEntry::version)
              .toList());
    }
    store = open(clock);
  }

  @Test
  void theAuditLogHasEveryWriteAndNoRefusedOne() {
    fill();
    var alice = new Author("alice", "192.0.2.1:5");
    store.commit(Changes.by(alice, Changes.update("shop", NODE, "{}")));
    store.commit(Changes.tag("shop", NODE, "team", "red"));
    assertThrows(MeshException.class, () -> store.commit(Changes.delete("shop", NODE)));
    store.commit(Changes.delete("shop", SERVICE));
    store.commit(Changes.create("a", MESH, "{}"));
    reopen();
    var all = store.audit(Optional.empty(), AuditEntry.Position.START, 100);
    assertEquals(
        List.of(
            "a 1", "shop 1", "shop 2", "shop 3", "shop 4", "shop 5", "shop 6", "shop 7", "shop 8"),
        all.stream().map(entry -> entry.mesh() + " " + entry.meshVersion()).toList());
    Resource node = store.describe("shop", NODE);
    assertEquals(
        new AuditEntry(
            "shop",
            6,
            0,
            clock.instant(),
            "alice",
            "192.0.2.1:5",
            "update",
            NODE,
            node.metadata().uid(),
            OptionalLong.of(1),
            OptionalLong.of(2)),
        all.get(6));
    assertEquals(OptionalLong.empty(), all.get(2).before());
    assertEquals(OptionalLong.of(2), all.get(7).before());
    assertEquals(OptionalLong.of(2), all.get(7).after());
    assertEquals(OptionalLong.empty(), all.get(8).after());
    assertEquals(all.subList(3, 5), store.audit(Optional.empty(), all.get(2).position(), 2));
    assertEquals(
        all.subList(1, 9), store.audit(Optional.of("shop"), AuditEntry.Position.START, 100));
  }

  @Test
  void severalChangesAreAVersionOfTheLogInPartsAndAPageMayEndBetweenThem() {
    fill();
    store.commit(List.of(Changes.delete("shop", SERVICE), Changes.create("shop", SERVICE, "{}")));
    var from = new AuditEntry.Position("shop", 5, 0);
    var first = store.audit(Optional.empty(), from, 1);
    assertEquals(new AuditEntry.Position("shop", 6, 0), first.getFirst().position());
    var second = store.audit(Optional.empty(), first.getFirst().position(), 5);
    assertEquals(List.of("create"), second.stream().map(AuditEntry::action).toList());
    assertEquals(1, second.getFirst().part());
    assertEquals(1, store.describe("shop", SERVICE).metadata().version());
    reopen();
    assertEquals(1, store.describe("shop", SERVICE).metadata().version());
  }

  @Test
  void aSpecificationOf300000BytesIsKeptWithAllTagsAndALargerOneRefused() {
    store.commit(Changes.create("shop", MESH, "{}"));
    Resource largest = store.commit(Changes.create("shop", NODE, padded(300_000), "token"));
    var tags = new TreeMap<String, String>();
    for (int i = 0; i < 50; i++) {
      tags.put(i + "\u20ac".repeat(120), "\u20ac".repeat(256));
    }
    store.commit(new Change.Tag("shop", NODE, tags, Author.DEVELOPMENT));
    refused(
        Code.INVALID,
        "VirtualNode with name red: spec has 300001 bytes as JSON, and 300000 are the most; make it"
            + " smaller, or split what it names over several resources",
        () -> store.commit(Changes.update("shop", NODE, padded(300_001))));
    refused(
        Code.INVALID,
        "Mesh with name other: spec has 300001 bytes as JSON, and 300000 are the most; make it"
            + " smaller, or split what it names over several resources",
        () -> store.commit(Changes.create("other", MESH, padded(300_001))));
    reopen();
    assertEquals(largest.document(), store.describe("shop", NODE).document());
    assertEquals(tags, store.describe("shop", NODE).tags());
  }

  @Test
  void theLongestNamesAreKept() {
    String longest = "\u20ac".repeat(255);
    var router = new ResourceId.VirtualRouter(longest);
    var route = new ResourceId.Route(longest, longest);
    var node = new ResourceId.VirtualNode(longest);
    store.commit(Changes.create(longest, MESH, "{}"));
    store.commit(Changes.create(longest, router, "{}"));
    store.commit(Changes.create(longest, node, "{}"));
    store.commit(Changes.create(longest, route, Changes.routeTo(longest)));
    MeshState before = store.mesh(longest).orElseThrow();
    reopen();
    assertEquals(before, store.mesh(longest).orElseThrow());
    assertEquals(1, store.history(longest, route, Optional.empty(), 9).size());
    store.commit(Changes.delete(longest, route));
    store.commit(Changes.delete(longest, node));
  }

  private static String padded(int bytes) {
    return "{" + " ".repeat(bytes - 2) + "}";
  }

  private List<String> names(Listing listing) {
    var names = new ArrayList<String>();
    Optional<String> after = Optional.empty();
    do {
      Page page = store.page(listing, after, 1);
      assertTrue(page.resources().size() <= 1);
      page.resources().forEach(resource -> names.add(resource.name()));
      after = page.last();
    } while (after.isPresent());
    return names;
  }

  private static void refused(Code code, String message, Runnable action) {
    MeshException e = assertThrows(MeshException.class, action::run);
    assertEquals(message, e.getMessage());
    assertEquals(code, e.code());
  }
}

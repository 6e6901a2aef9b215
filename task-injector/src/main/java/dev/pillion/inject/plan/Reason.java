package dev.pillion.inject.plan;

/// Why a task is as it is: one word that status shows, the log carries and `docs/task-states.md`
/// explains.
public enum Reason {
  /// No label asks for the mesh.
  NOT_OPTED_IN(
      Shown.SKIPPED,
      "not-opted-in",
      "No container of the task carries a `pillion.*` label.",
      "Nothing, if that is meant. Else put `pillion.mesh` and `pillion.virtual-node` into the"
          + " `dockerLabels` of the container that starts first and start the task again."),
  /// A label says so.
  DISABLED(
      Shown.SKIPPED,
      "inject-disabled",
      "`pillion.inject: disabled` is set.",
      "Nothing, if that is meant. Else take the label away and start the task again."),
  /// The mesh takes in no more tasks.
  INJECTION_OFF(
      Shown.SKIPPED,
      "injection-off",
      "Injection is switched off for the mesh, for this cluster or for this host, by a tag of the mesh"
          + " ([injection-switch.md](injection-switch.md)). The task goes on as it would without"
          + " Pillion; tasks that were in the mesh before stay in it.",
      "Nothing, if that is meant. Else `pillion injection on <mesh>`, with the `--cluster` or `--host`"
          + " that the message names: the task then joins as it runs."),
  /// The agent touches nothing.
  DRY_RUN(
      Shown.SKIPPED,
      "dry-run",
      "The agent runs with `--dry-run`: the message says what it would do with the task, and nothing of"
          + " it is done.",
      "Start the agent without `--dry-run` (`PILLION_DRY_RUN`): the task then joins as it runs."),
  /// A person had it leave.
  LEFT(
      Shown.SKIPPED,
      "left",
      "The task was in the mesh until `pillion leave` took it out; nothing of Pillion's is in it any"
          + " more.",
      "Nothing, if that is meant. Else `pillion join <task>`; a task that is started anew goes by its"
          + " labels again."),

  /// A person has it leave.
  LEAVING(
      Shown.LEAVING,
      "leaving",
      "`pillion leave` was said: new connections go around Envoy, those that were open then go on"
          + " through it until they end or the time given is over.",
      "Nothing. `pillion leave <task> --drain 0s` ends what is open."),

  /// A label that Pillion does not know.
  UNKNOWN_LABEL(
      Shown.REFUSED,
      "unknown-label",
      "A container carries a `pillion.*` label that Pillion does not know; the message says which"
          + " known one is closest.",
      "Correct the label's name and register the task definition again."),
  /// A label's value cannot be read.
  BAD_VALUE(
      Shown.REFUSED,
      "bad-value",
      "A label's value is not of its form, which [annotations.md](annotations.md) gives.",
      "Correct the value and register the task definition again."),
  /// A label that others need is not there.
  MISSING_LABEL(
      Shown.REFUSED,
      "missing-label",
      "Some `pillion.*` label is set, but not both a mesh and a virtual node or gateway.",
      "Add `pillion.mesh` and `pillion.virtual-node` or `pillion.virtual-gateway`, or take every"
          + " `pillion.*` label away."),
  /// Two labels of one task say different things.
  CONFLICTING_LABELS(
      Shown.REFUSED,
      "conflicting-labels",
      "Two containers of the task give the same label different values; or `pillion.mesh` is not"
          + " the mesh that the other label names; or the task is to be both a virtual node and a"
          + " gateway, or a gateway with labels that are about redirection.",
      "A task has one Envoy: set each label on one container only, or the same everywhere, and take"
          + " those away that the message names."),
  /// The labels came after the task had been let go.
  LATE_LABEL(
      Shown.REFUSED,
      "late-label",
      "The container that started first carries no `pillion.*` label, a later one does, and the task"
          + " definition could not be read; the task was let go at the first start.",
      "Allow `ecs:DescribeTaskDefinition` (cloudformation/agent-policy.yaml), or put the labels on"
          + " the container that starts first; then start the task again."),
  /// The label is known, what it asks for is not done yet.
  NOT_YET(
      Shown.REFUSED,
      "not-yet",
      "A label asks for something that this version does not do.",
      "Take the label away, or give it the value that the message names."),
  /// The ECS agent redirects by itself.
  PROXY_CONFIGURATION(
      Shown.REFUSED,
      "proxy-configuration",
      "The task definition still carries App Mesh's `proxyConfiguration`: the ECS agent redirects"
          + " its traffic to the Envoy in the task definition.",
      "Take `proxyConfiguration` and the Envoy container out of the task definition, or the"
          + " `pillion.*` labels where that Envoy is to stay ([drop-in-image.md](drop-in-image.md)),"
          + " then start the task again."),
  /// Something else redirects in the namespace.
  FOREIGN_REDIRECT(
      Shown.REFUSED,
      "foreign-redirect",
      "The task's network namespace already has redirect chains of App Mesh's or Service Connect's.",
      "Take `proxyConfiguration` or Service Connect out of the task or its service."),
  /// The task has no namespace of its own.
  HOST_NETWORK(
      Shown.REFUSED,
      "host-network",
      "The task runs in the host's network: its rules would redirect the whole host.",
      "Set `networkMode` to `awsvpc`."),
  /// The namespace is born with the app.
  BRIDGE_NETWORK(
      Shown.REFUSED,
      "bridge-network",
      "The task runs on Docker's bridge, where its network begins with the app itself; this version"
          + " meshes awsvpc tasks only.",
      "Set `networkMode` to `awsvpc`."),
  /// The task has no network.
  NO_NETWORK(
      Shown.REFUSED,
      "no-network",
      "The task has no network besides loopback, so there is nothing to mesh.",
      "Set `networkMode` to `awsvpc`, or take the `pillion.*` labels away."),
  /// Something of the task's own is on the proxy's port.
  PROXY_PORT(
      Shown.REFUSED,
      "proxy-port",
      "The app uses port 15000 or 15001, on which Envoy listens; or, in a gateway's task, listens on"
          + " one of the gateway's ports.",
      "Move the app to another port."),
  /// An app would pass for the proxy.
  IGNORED_UID(
      Shown.REFUSED,
      "ignored-uid",
      "A container runs as the user whose traffic is left alone, so it would go around the mesh.",
      "Run the container as another user, or set `pillion.ignored-uid` to a user of Envoy's own."),

  /// The look-up of the task definition has not ended.
  DEFINITION_PENDING(
      Shown.HELD,
      "definition-pending",
      "The task opts in, and its definition, whose labels decide, is being read.",
      "Wait some seconds; if it stays, see `ecs` in `pillion status`."),
  /// The server has not been heard on the virtual node or gateway.
  SERVER_UNHEARD(
      Shown.HELD,
      "server-unheard",
      "The server has not said yet which ports the virtual node or gateway listens on, and the task"
          + " has no `pillion.app-ports`.",
      "See `server` in `pillion status`: start the server or correct `--server`. The task goes on by"
          + " itself once the server is heard."),
  /// The mesh does not have the virtual node.
  VIRTUAL_NODE_MISSING(
      Shown.HELD,
      "virtual-node-missing",
      "The mesh, or the virtual node in it, does not exist.",
      "Create it (`aws appmesh create-virtual-node`); the task goes on by itself. If the name in the"
          + " label is wrong, correct it and start the task again."),
  /// The mesh does not have the virtual gateway.
  VIRTUAL_GATEWAY_MISSING(
      Shown.HELD,
      "virtual-gateway-missing",
      "The mesh, or the virtual gateway in it, does not exist.",
      "Create it (`aws appmesh create-virtual-gateway`); the task goes on by itself. If the name in"
          + " the label is wrong, correct it and start the task again."),
  /// On its way.
  STARTING(
      Shown.HELD,
      "starting",
      "The task's rules and its Envoy are being set up; the message says what is waited for.",
      "Nothing: it takes some hundred milliseconds, or as long as an image takes to be pulled."),
  /// Envoy's image is not there.
  ENVOY_IMAGE(
      Shown.HELD,
      "envoy-image",
      "The Envoy image cannot be pulled; the message has Docker's words.",
      "Correct `pillion.envoy-image` or `PILLION_ENVOY_IMAGE`, or let this host reach the registry."
          + " It is tried again."),
  /// The route-manager's image is not there.
  ROUTE_MANAGER_IMAGE(
      Shown.HELD,
      "route-manager-image",
      "The route-manager image is not on this host and cannot be pulled.",
      "Run scripts/images, or set `PILLION_ROUTE_MANAGER_IMAGE`. It is tried again."),
  /// Docker would not make or start one of ours.
  CONTAINER_REFUSED(
      Shown.HELD,
      "container-refused",
      "Docker refused to make or start the Envoy or the route-manager; the message has its words.",
      "Do as Docker's words say, such as correcting `pillion.bind-mounts`. It is tried again."),
  /// The route-manager ended with an error.
  ROUTE_MANAGER_FAILED(
      Shown.HELD,
      "route-manager-failed",
      "The route-manager ended with an error; the message has its last words.",
      "Do as its words say. It is tried again."),
  /// The rules are not as planned.
  RULES_MISSING(
      Shown.HELD,
      "rules-missing",
      "The rules read back from the task's namespace are not those of the plan.",
      "Look for another program that changes rules in the task. They are set again."),
  /// Envoy is not ready.
  ENVOY_NOT_READY(
      Shown.HELD,
      "envoy-not-ready",
      "Envoy runs and is not ready; the message says what it waits for.",
      "`docker logs pillion-envoy-<task id>`, and `pillion status --server` for what the server sent"
          + " it."),
  /// Envoy ended.
  ENVOY_DIED(
      Shown.HELD,
      "envoy-died",
      "Envoy ended and is being started again; the task is held meanwhile.",
      "`docker logs pillion-envoy-<task id>`."),
  /// The kernel ended Envoy.
  ENVOY_OUT_OF_MEMORY(
      Shown.HELD,
      "envoy-out-of-memory",
      "Envoy needed more than its memory limit and was killed; it is being started again, and the task"
          + " is held meanwhile.",
      "Raise `pillion.envoy-memory` (256m without the label) and start the task again."),
  /// It was started again often, in vain.
  ENVOY_GIVEN_UP(
      Shown.HELD,
      "envoy-given-up",
      "Envoy ended five times within ten minutes, and `pillion.envoy-failure: stop-task` is set: the"
          + " task's app containers are told to stop.",
      "`docker logs pillion-envoy-<task id>`, while ECS has not removed the task; see that the next"
          + " task fares better."),

  /// Envoy ends again and again.
  ENVOY_CRASH_LOOP(
      Shown.RELEASED,
      "envoy-crash-loop",
      "Envoy runs, and ended three times or more within the last ten minutes; the message says how."
          + " Each time the task was held until it was back, and the connections through it were lost.",
      "`docker logs pillion-envoy-<task id>`. If it ran out of memory, raise `pillion.envoy-memory`."),
  /// The start beat the hold.
  EXPOSED(
      Shown.RELEASED,
      "exposed",
      "The task ran for the time shown before it was held: the agent was not there, or was late.",
      "Start the task again if what it did meanwhile matters. Keep the agent running before ECS's."),
  /// The labels ask for no hold, or a short one.
  HOLD_OPEN(
      Shown.RELEASED,
      "hold-open",
      "`pillion.hold` let the task go before its rules and Envoy were ready.",
      "Nothing, if that is meant. Else take the label away.");

  /// The state in which a task shows a reason.
  public enum Shown {
    /// Left alone, having asked for nothing.
    SKIPPED,
    /// On its way out.
    LEAVING,
    /// Left alone, though it asked.
    REFUSED,
    /// Its first connections wait.
    HELD,
    /// Its traffic goes through its Envoy, but did not always.
    RELEASED
  }

  private final Shown shown;
  private final String word;
  private final String meaning;
  private final String remedy;

  Reason(Shown shown, String word, String meaning, String remedy) {
    this.shown = shown;
    this.word = word;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /// In which state it is shown.
  public Shown shown() {
    return shown;
  }

  /// The word itself, such as `unknown-label`.
  public String word() {
    return word;
  }

  /// What it means, as Markdown.
  public String meaning() {
    return meaning;
  }

  /// What to do about it, as Markdown.
  public String remedy() {
    return remedy;
  }
}

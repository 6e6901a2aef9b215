package dev.pillion.inject.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Every label that Pillion knows.
final class Labels {
  /// How they all begin.
  static final String PREFIX = "pillion.";

  static final Label<String> MESH =
      new Label<>(
          "pillion.mesh",
          "a mesh's name",
          "the mesh in the short form of the next two",
          "The mesh that the task joins.",
          "demo",
          Values::name);

  static final Label<ProxyName> VIRTUAL_NODE =
      new Label<>(
          "pillion.virtual-node",
          "a virtual node's name, or `mesh/name`",
          "the task is no virtual node's",
          "The virtual node that the task is an instance of. With `mesh/name`, `pillion.mesh` is not"
              + " needed.",
          "demo/front",
          Values::nodeName);

  static final Label<ProxyName> VIRTUAL_GATEWAY =
      new Label<>(
          "pillion.virtual-gateway",
          "a virtual gateway's name, or `mesh/name`",
          "the task is no gateway",
          "The virtual gateway that the task is an instance of, in the place of"
              + " `pillion.virtual-node`. Its Envoy listens on the gateway's own ports in the task's"
              + " network, and nothing is redirected. The labels that are about redirection"
              + " (`pillion.app-ports`, `pillion.egress-ignored-ports`,"
              + " `pillion.egress-ignored-ips`) are refused beside it (`conflicting-labels`).",
          "demo/edge",
          Values::gatewayName);

  static final Label<List<Integer>> APP_PORTS =
      new Label<>(
          "pillion.app-ports",
          "ports, separated by commas",
          "the ports of the virtual node's listeners",
          "Inbound ports that go through Envoy. Other inbound ports do not. With this label a task"
              + " needs no word from the server to get its rules.",
          "8080,9090",
          Values::ports);

  static final Label<List<Integer>> EGRESS_IGNORED_PORTS =
      new Label<>(
          "pillion.egress-ignored-ports",
          "ports, separated by commas",
          "none besides 22",
          "Outbound connections to these ports go around Envoy, such as 2049 for EFS.",
          "2049,5432",
          Values::ports);

  static final Label<List<String>> EGRESS_IGNORED_IPS =
      new Label<>(
          "pillion.egress-ignored-ips",
          "IPv4 or IPv6 addresses or CIDR blocks, separated by commas",
          "none besides the metadata addresses",
          "Outbound connections to these addresses go around Envoy.",
          "10.0.0.0/8,fd00::/8",
          Values::addresses);

  static final Label<Integer> IGNORED_UID =
      new Label<>(
          "pillion.ignored-uid",
          "a user id from 1 to 2147483647",
          "`1337`",
          "The user that Envoy runs as and whose connections go around Envoy. No container of the"
              + " task may run as it, unless the task is a gateway.",
          "1338",
          Values::uid);

  static final Label<HoldPolicy> HOLD =
      new Label<>(
          "pillion.hold",
          "`closed`, `open`, or a time such as `500ms`, `5s` or `2m`, at most `10m`",
          "`closed`",
          "How long first connections wait for the rules and for Envoy: `closed` until both are"
              + " there, a time at most that long after the pause container's start, `open` not at"
              + " all. What is let go early goes around Envoy, and the task shows `hold-open`.",
          "5s",
          Values::hold);

  static final Label<Boolean> INJECT =
      new Label<>(
          "pillion.inject",
          "`enabled` or `disabled`",
          "`enabled`",
          "`disabled` leaves the task alone whatever its other labels say.",
          "disabled",
          Values::inject);

  static final Label<String> ENVOY_IMAGE =
      new Label<>(
          "pillion.envoy-image",
          "an image reference",
          "the agent's `PILLION_ENVOY_IMAGE`",
          "Envoy's image for this task: stock Envoy, 1.34 or later.",
          "envoyproxy/envoy:v1.40.0",
          Values::image);

  static final Label<Long> ENVOY_MEMORY =
      new Label<>(
          "pillion.envoy-memory",
          "a whole number of mebibytes (`m`) or gibibytes (`g`), at least `64m`",
          "`256m`",
          "Envoy's memory limit. It does not count against the task's own.",
          "512m",
          Values::memory);

  static final Label<String> ENVOY_LOG_LEVEL =
      new Label<>(
          "pillion.envoy-log-level",
          "`trace`, `debug`, `info`, `warning`, `error`, `critical` or `off`",
          "`info`",
          "How much Envoy logs.",
          "debug",
          Values::logLevel);

  static final Label<List<BindMount>> BIND_MOUNTS =
      new Label<>(
          "pillion.bind-mounts",
          "`/path/on/host:/path/in/envoy` pairs, separated by commas",
          "none",
          "Files and directories of the host that Envoy may read, such as certificates. They are"
              + " always read-only.",
          "/etc/pki/mesh:/etc/pki/mesh",
          Values::mounts);

  static final Label<Boolean> TRACING =
      new Label<>(
          "pillion.tracing",
          "`off`",
          "`off`",
          "Any other value is refused for now (`not-yet`): tracing comes in a later version.",
          "off",
          Values::tracing);

  static final Label<TaskOptions.ExposedPolicy> EXPOSED =
      new Label<>(
          "pillion.exposed",
          "`report`",
          "`report`",
          "What to do when the task ran before it was held: `report` meshes it and shows for how"
              + " long. `stop-task` is refused for now (`not-yet`).",
          "report",
          Values::exposed);

  static final Label<TaskOptions.FailurePolicy> ENVOY_FAILURE =
      new Label<>(
          "pillion.envoy-failure",
          "`leave-held` or `stop-task`",
          "`leave-held`",
          "What to do when Envoy has ended five times within ten minutes: `leave-held` goes on to start"
              + " it, at most every 30 s, and holds the task meanwhile; `stop-task` stops the task's"
              + " app containers, so that ECS starts another task in its place.",
          "stop-task",
          Values::failure);

  static final Label<Boolean> BLOCK_UDP_443 =
      new Label<>(
          "pillion.block-udp-443",
          "`false`",
          "`false`",
          "`true`, to reject QUIC so that clients fall back to TCP, is refused for now (`not-yet`):"
              + " UDP is not touched.",
          "false",
          Values::blockQuic);

  /// All of them, in the order of the docs.
  static final List<Label<?>> ALL =
      List.of(
          MESH,
          VIRTUAL_NODE,
          VIRTUAL_GATEWAY,
          APP_PORTS,
          EGRESS_IGNORED_PORTS,
          EGRESS_IGNORED_IPS,
          IGNORED_UID,
          HOLD,
          INJECT,
          ENVOY_IMAGE,
          ENVOY_MEMORY,
          ENVOY_LOG_LEVEL,
          BIND_MOUNTS,
          TRACING,
          EXPOSED,
          ENVOY_FAILURE,
          BLOCK_UDP_443);

  private Labels() {}

  /// The label of that exact name.
  static Optional<Label<?>> named(String name) {
    return ALL.stream().<Label<?>>map(label -> label).filter(l -> l.name().equals(name)).findAny();
  }

  /// Whether a container's label is meant for Pillion, even if its case is wrong.
  static boolean concerns(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(PREFIX);
  }

  /// The known label that is spelt most alike, if one is near.
  static Optional<String> closest(String name) {
    return Spelling.closest(name, ALL.stream().map(Label::name).toList());
  }
}

package dev.pillion.mesh.settings;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The environment variables that an agent reads; docs/configuration.md is written from them.
public enum AgentSetting implements Setting {
  SERVER(
      "PILLION_SERVER",
      "host:port",
      null,
      "The server's xds address, which carries the agents' stream too; `--server` on the command"
          + " line."),
  XDS_CA(
      "PILLION_XDS_CA",
      "absolute path, or system",
      "",
      "With it, the server is dialled by TLS, and its certificate must lead to one in this PEM file,"
          + " which is read at start, or to an authority that Java trusts (`system`). Without it,"
          + " plain."),
  XDS_SERVER_NAME(
      "PILLION_XDS_SERVER_NAME",
      "name",
      "",
      "The name that the server's certificate must be for, where it is not the host of"
          + " `PILLION_SERVER`."),
  XDS_TOKEN_FILE(
      "PILLION_XDS_TOKEN_FILE",
      "absolute path",
      "",
      "A file with a token that the server has for `*` ([proxies.md](proxies.md)), where the server"
          + " has tokens. It is read anew for each stream."),
  RUN_DIR(
      "PILLION_RUN_DIR",
      "absolute path",
      "/run/pillion",
      "Sockets: the agent's own and one folder per task, mounted into its Envoy. Must outlive the"
          + " agent."),
  STATE_DIR(
      "PILLION_STATE_DIR",
      "absolute path",
      "/var/lib/pillion/agent",
      "What must survive a reboot: the agent's epoch and looked-up task definitions."),
  ENVOY_IMAGE(
      "PILLION_ENVOY_IMAGE",
      "image",
      "envoyproxy/envoy:v1.40.0",
      "Envoy, 1.34 or later; a task's `pillion.envoy-image` label goes before it."),
  ROUTE_MANAGER_IMAGE(
      "PILLION_ROUTE_MANAGER_IMAGE",
      "image",
      "pillion/route-manager:<version>",
      "What sets the redirect rules; `scripts/images` builds it."),
  UNDECIDED_HOLD(
      "PILLION_UNDECIDED_HOLD",
      "duration",
      "1s",
      "How long an app's connections wait for a task definition that is still being looked up."),
  DRY_RUN(
      "PILLION_DRY_RUN",
      "on or off",
      "off",
      "Whether the agent only decides and reports, and touches nothing ([dry-run.md](dry-run.md));"
          + " `--dry-run` on the command line."),
  IPTABLES(
      "PILLION_IPTABLES",
      "nft or legacy",
      "",
      "The iptables backend for namespaces that have no rules yet; the host's own when not set."),
  GATE(
      "PILLION_GATE",
      "on or off",
      "off",
      "Whether the ECS agent's calls to Docker go through this agent, which holds the starts of"
          + " tasks that opt in ([gate.md](gate.md))."),
  GATE_SOCKET(
      "PILLION_GATE_SOCKET",
      "absolute path",
      "/run/pillion/docker.sock",
      "Where the gate answers when systemd hands it no socket; the ECS agent's `DOCKER_HOST`."),
  GATE_START_TIME(
      "PILLION_GATE_START_TIME",
      "duration",
      "170s",
      "How long a start is held at the gate before it fails; less than"
          + " `ECS_CONTAINER_START_TIMEOUT`, which is 3 minutes."),
  CLOUDMAP_INTERVAL(
      "PILLION_CLOUDMAP_INTERVAL",
      "duration",
      "5s",
      "How often each Cloud Map name's revision is asked for."),
  METRICS_ADDRESS(
      "PILLION_AGENT_METRICS_ADDRESS",
      "host:port",
      "",
      "Where `/metrics` of the agent and of all its tasks' Envoys is, without credentials and by plain"
          + " HTTP ([metrics.md](metrics.md)); nowhere when not set."),
  DOCKER_HOST("DOCKER_HOST", "URI", "unix:///var/run/docker.sock", "Docker, by its own variable.");

  private final String key;
  private final String type;
  private final Optional<String> defaultText;
  private final String purpose;

  AgentSetting(String key, String type, @Nullable String text, String purpose) {
    this.key = key;
    this.type = type;
    this.defaultText = Optional.ofNullable(text);
    this.purpose = purpose;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Optional<String> defaultText() {
    return defaultText;
  }

  @Override
  public String purpose() {
    return purpose;
  }
}

package dev.pillion.routes;

import dev.pillion.routes.apply.Outcome;
import dev.pillion.routes.apply.Redirector;
import dev.pillion.routes.plan.RedirectRules;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Exit;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.Place;
import dev.pillion.routes.spec.RouteEnvironment;
import dev.pillion.routes.spec.RouteException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/// Sets the redirect rules of the network namespace it runs in.
public final class Main {
  private static final String HELP =
      """
      route-manager: leads the TCP connections of the network namespace it runs in through a proxy.

        route-manager           set the rules that the environment asks for, read them back, end
        route-manager --print   print the rules that the environment asks for and touch nothing
        route-manager --undo    remove the rules that it set
        route-manager --rehearse
                                start iptables as in earnest and touch no rule: for building images
        route-manager --version
        route-manager --help

      Environment (* required):
        APPMESH_IGNORE_UID*            user whose traffic is left alone: the proxy's (or the group)
        APPMESH_IGNORE_GID*            group whose traffic is left alone (or the user)
        APPMESH_ENVOY_EGRESS_PORT*     port where outbound connections go
        APPMESH_ENVOY_INGRESS_PORT     port where inbound connections go; needed with app ports
        APPMESH_APP_PORTS              inbound ports that are redirected, separated by commas
        APPMESH_EGRESS_IGNORED_IP      addresses and CIDR blocks of either family to leave alone
        APPMESH_EGRESS_IGNORED_PORTS   ports to leave alone, besides 22
        APPMESH_ENABLE_IPV6            1 (default), or 0 to leave IPv6 alone
        APPMESH_START_ENABLED          1 (default), or 0 to check the values and set nothing
        PILLION_IPTABLES               nft or legacy, for a namespace without any rules yet
        PILLION_NETNS                  inode of the only network namespace that may be touched

      Exit codes: 0 done, 1 not set (what was there stands), 2 bad value or argument,
      3 wrong namespace, 4 another mesh redirects here.
      """;

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  Main(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /// Entry point.
  public static void main(String[] args) {
    System.exit(new Main(System.getenv(), System.out, System.err).run(List.of(args)).code());
  }

  Exit run(List<String> args) {
    try {
      if (args.size() > 1) {
        throw usage(String.join(" ", args));
      }
      var what = args.isEmpty() ? "" : args.getFirst();
      switch (what) {
        case "" -> say(Redirector.here().apply(RouteEnvironment.read(environment)));
        case "--rehearse" -> say(Redirector.rehearsal().apply(RouteEnvironment.read(environment)));
        case "--undo" -> say(Redirector.here().undo(Place.read(environment)));
        case "--print" -> print(RouteEnvironment.read(environment));
        case "--help" -> out.print(HELP);
        case "--version" -> out.println("route-manager " + version());
        default -> throw usage(what);
      }
      return Exit.DONE;
    } catch (RouteException failed) {
      err.println(failed.getMessage());
      return failed.exit();
    }
  }

  private void say(Outcome outcome) {
    outcome.warnings().forEach(err::println);
    out.println(outcome.line());
  }

  private void print(RouteEnvironment wanted) {
    var backend = wanted.place().backend().orElse(Backend.NFT);
    for (var family : Family.values()) {
      var text = RedirectRules.redirect(wanted.redirect(), family).fromNothing();
      out.println("# " + backend.command(family, "restore") + " --noflush");
      out.print(text.isEmpty() ? "# nothing: APPMESH_ENABLE_IPV6 is 0\n" : text);
    }
  }

  private static RouteException usage(String given) {
    return new RouteException(Exit.INVALID, given, "is not understood", "see route-manager --help");
  }

  private static String version() {
    var version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packed)" : version;
  }
}

package dev.pillion.inject.plan;

import dev.pillion.inject.plan.Reading.Value;
import dev.pillion.mesh.settings.TimeText;
import dev.pillion.routes.spec.Cidr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The forms of labels' values.
final class Values {
  // App Mesh's longest resource name. A slash would end it in Envoy's node id, an at sign starts
  // the owner of a shared mesh there.
  private static final Pattern NAME = Pattern.compile("[^\\s/@\\p{Cntrl}]{1,255}");
  private static final Pattern MEMORY = Pattern.compile("([0-9]{1,6})([mg])");
  // Docker's grammar of references, loosely: what it must not do is start with a dash.
  private static final Pattern IMAGE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]*(@sha256:[0-9a-f]{64})?");
  private static final List<String> LOG_LEVELS =
      List.of("trace", "debug", "info", "warning", "error", "critical", "off");
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);
  private static final long MEBIBYTE = 1L << 20;
  private static final long LEAST_MEMORY = 64 * MEBIBYTE;

  private Values() {}

  static Reading<String> name(String text) {
    return NAME.matcher(text).matches()
        ? new Value<>(text)
        : Reading.bad(
            quoted(text) + " is no name", "give a name of 1 to 255 characters without / and @");
  }

  static Reading<ProxyName> nodeName(String text) {
    return proxyName(text, "virtual node", "demo/front");
  }

  static Reading<ProxyName> gatewayName(String text) {
    return proxyName(text, "virtual gateway", "demo/edge");
  }

  private static Reading<ProxyName> proxyName(String text, String kind, String example) {
    int slash = text.indexOf('/');
    var mesh = slash < 0 ? Optional.<String>empty() : Optional.of(text.substring(0, slash));
    String name = text.substring(slash + 1);
    boolean good =
        NAME.matcher(name).matches() && mesh.stream().allMatch(m -> NAME.matcher(m).matches());
    return good
        ? new Value<>(new ProxyName(mesh, name))
        : Reading.bad(
            quoted(text) + " names no " + kind,
            "give its name, or its mesh and its name as in " + example);
  }

  static Reading<List<Integer>> ports(String text) {
    return list(
        text, "give ports from 1 to 65535 separated by commas, as in 8080,9090", Values::port);
  }

  private static Optional<Integer> port(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65535 ? Optional.of(port) : Optional.empty();
  }

  static Reading<List<String>> addresses(String text) {
    return list(
        text,
        "give IPv4 or IPv6 addresses or CIDR blocks, no names, separated by commas, as in"
            + " 10.0.0.0/8,fd00::/8",
        item -> Cidr.parse(item).map(_ -> item));
  }

  static Reading<Integer> uid(String text) {
    if (text.matches("[0-9]{1,10}")) {
      long uid = Long.parseLong(text);
      if (uid >= 1 && uid <= Integer.MAX_VALUE) {
        return new Value<>((int) uid);
      }
    }
    return Reading.bad(
        quoted(text) + " is no user id", "give a number from 1 to 2147483647, as in 1337");
  }

  static Reading<HoldPolicy> hold(String text) {
    return switch (text) {
      case "closed" -> new Value<>(new HoldPolicy.Closed());
      case "open" -> new Value<>(new HoldPolicy.Open());
      default ->
          TimeText.parse(text)
              .filter(limit -> limit.isPositive() && limit.compareTo(LONGEST_HOLD) <= 0)
              .<Reading<HoldPolicy>>map(limit -> new Value<>(new HoldPolicy.AtMost(limit)))
              .orElseGet(() ->
                  Reading.bad(
                      quoted(text) + " is no hold",
                      "give closed, open, or a time up to 10m, as in 500ms or 5s"));
    };
  }

  static Reading<Boolean> inject(String text) {
    return switch (text) {
      case "enabled" -> new Value<>(true);
      case "disabled" -> new Value<>(false);
      default ->
          Reading.bad(
              quoted(text) + " is neither enabled nor disabled",
              "give disabled, or take the label away");
    };
  }

  static Reading<String> image(String text) {
    return IMAGE.matcher(text).matches()
        ? new Value<>(text)
        : Reading.bad(
            quoted(text) + " is no image reference",
            "give a repository with a tag or digest, as in envoyproxy/envoy:v1.40.0");
  }

  static Reading<Long> memory(String text) {
    Matcher matcher = MEMORY.matcher(text);
    if (matcher.matches()) {
      long unit = matcher.group(2).equals("g") ? 1024 * MEBIBYTE : MEBIBYTE;
      long bytes = Long.parseLong(matcher.group(1)) * unit;
      if (bytes >= LEAST_MEMORY) {
        return new Value<>(bytes);
      }
    }
    return Reading.bad(
        quoted(text) + " is no memory limit for Envoy",
        "give a whole number with m or g, at least 64m, as in 256m");
  }

  static Reading<String> logLevel(String text) {
    return LOG_LEVELS.contains(text)
        ? new Value<>(text)
        : Reading.bad(
            quoted(text) + " is no log level of Envoy's",
            "give one of " + String.join(", ", LOG_LEVELS));
  }

  static Reading<List<BindMount>> mounts(String text) {
    return list(
        text,
        "give /path/on/host:/path/in/envoy pairs separated by commas, absolute, without .. and not"
            + " below /run/pillion",
        Values::mount);
  }

  private static Optional<BindMount> mount(String text) {
    List<String> paths = List.of(text.split(":", -1));
    boolean good =
        paths.size() == 2
            && paths.stream().allMatch(path -> path.matches("/[^\\s:]+"))
            && paths.stream().noneMatch(path -> (path + "/").contains("/../"))
            && !(paths.getLast() + "/").startsWith("/run/pillion/");
    return good
        ? Optional.of(new BindMount(paths.getFirst(), paths.getLast(), true))
        : Optional.empty();
  }

  static Reading<Boolean> tracing(String text) {
    return text.equals("off")
        ? new Value<>(false)
        : Reading.notYet(
            quoted(text) + " asks for tracing, which this version does not set up",
            "take the label away or give off");
  }

  static Reading<TaskOptions.ExposedPolicy> exposed(String text) {
    return switch (text) {
      case "report" -> new Value<>(TaskOptions.ExposedPolicy.REPORT);
      case "stop-task" ->
          Reading.notYet(
              "'stop-task' asks to stop an exposed task, which this version does not do",
              "take the label away or give report");
      default -> Reading.bad(quoted(text) + " is no policy", "give report");
    };
  }

  static Reading<TaskOptions.FailurePolicy> failure(String text) {
    return switch (text) {
      case "leave-held" -> new Value<>(TaskOptions.FailurePolicy.LEAVE_HELD);
      case "stop-task" -> new Value<>(TaskOptions.FailurePolicy.STOP_TASK);
      default -> Reading.bad(quoted(text) + " is no policy", "give leave-held or stop-task");
    };
  }

  static Reading<Boolean> blockQuic(String text) {
    return switch (text) {
      case "false" -> new Value<>(false);
      case "true" ->
          Reading.notYet(
              "'true' asks to reject UDP to port 443, which this version does not do",
              "take the label away or give false");
      default -> Reading.bad(quoted(text) + " is neither true nor false", "give false");
    };
  }

  private static <T> Reading<List<T>> list(
      String text, String remedy, Function<String, Optional<T>> item) {
    var values = new ArrayList<T>();
    for (String part : text.split(",", -1)) {
      var value = item.apply(part.strip());
      if (value.isEmpty()) {
        return Reading.bad(quoted(part.strip()) + " is not of the label's form", remedy);
      }
      values.add(value.get());
    }
    return new Value<>(values.stream().distinct().toList());
  }

  private static String quoted(String text) {
    // A label may be as long as Docker likes; a message may not.
    return "'" + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + "'";
  }
}

package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Bodies of API version 2018-10-01, read into what 2019-01-25 has and written back.
public final class PreviewJson {
  private PreviewJson() {}

  /// The body of a create.
  public static PreviewRequest create(Kind kind, byte[] body) {
    return read(kind, body, true, "{}");
  }

  /// The body of an update.
  ///
  /// @param stored the resource's specification as it is; a virtual router keeps it, since what the
  ///   preview says of one is all in the virtual services
  public static PreviewRequest update(Kind kind, byte[] body, String stored) {
    return read(kind, body, false, stored);
  }

  /// The paths of a stored specification that the preview cannot say, so that an update by it would
  /// take them away; none of a virtual router, which keeps them.
  public static List<String> unsaid(Kind kind, String stored) {
    return kind == Kind.VIRTUAL_ROUTER
        ? List.of()
        : PreviewSpecs.unsaid(kind, JsonText.parse(stored));
  }

  /// The specification of a virtual service that the virtual router provides.
  public static SpecDocument providedBy(String virtualRouter) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    spec.putObject("provider").putObject("virtualRouter").put("virtualRouterName", virtualRouter);
    return SpecJson.stored(Kind.VIRTUAL_SERVICE, spec.toString());
  }

  /// One resource.
  ///
  /// @param serviceNames the virtual services that a virtual router provides
  public static String resource(
      Resource resource, String arn, String status, List<String> serviceNames) {
    Kind kind = Kind.of(resource.id());
    ObjectNode body = ResponseJson.names(resource);
    ObjectNode metadata = body.putObject("metadata");
    metadata.put("arn", arn);
    metadata.put("uid", resource.metadata().uid().toString());
    ResponseJson.history(metadata, resource.metadata());
    if (kind == Kind.VIRTUAL_ROUTER) {
      ArrayNode names = body.putObject("spec").putArray("serviceNames");
      serviceNames.forEach(names::add);
    } else if (kind != Kind.MESH) {
      body.set("spec", PreviewSpecs.preview(kind, JsonText.parse(resource.document().text())));
    }
    body.putObject("status").put("status", status);
    return JsonText.text(body);
  }

  /// One page of a list.
  public static String page(
      Kind kind,
      List<Resource> resources,
      Function<Resource, String> arn,
      Optional<String> nextToken) {
    return ResponseJson.write(
        kind,
        resources,
        resource -> ResponseJson.names(resource).put("arn", arn.apply(resource)),
        nextToken);
  }

  private static PreviewRequest read(Kind kind, byte[] body, boolean create, String stored) {
    ObjectNode sent = JsonText.object(body);
    var findings = new Findings();
    ObjectNode today = sent.deepCopy();
    today.remove("tags");
    today.remove("spec");
    var names = new ArrayList<String>();
    JsonNode spec = sent.path("spec");
    if (kind != Kind.MESH && !spec.isMissingNode() && !spec.isNull()) {
      JsonNode kept = new ShapeCheck(findings).kept(spec, PreviewShapes.of(kind), "");
      if (kind == Kind.VIRTUAL_ROUTER) {
        names.addAll(serviceNames(kept.path("serviceNames"), findings));
        today.set("spec", JsonText.parse(stored));
      } else {
        today.set("spec", PreviewSpecs.today(kind, kept));
      }
    }
    WriteRequest request = RequestJson.read(kind, today, create);
    return new PreviewRequest(inPreviewsWords(request, sent, findings), names);
  }

  private static List<String> serviceNames(JsonNode list, Findings findings) {
    var names = new ArrayList<String>();
    var seen = new HashSet<String>();
    for (int i = 0; i < list.size(); i++) {
      String name = list.path(i).asText();
      var problems = new ArrayList<String>();
      RequestJson.checkName(Kind.VIRTUAL_SERVICE, "", name, problems);
      if (!seen.add(name)) {
        problems.add(" must be named once, but '" + name + "' is also a name before it");
      }
      for (String problem : problems) {
        findings.violation("serviceNames[" + i + "]", problem.strip());
      }
      names.add(name);
    }
    return names;
  }

  private static WriteRequest inPreviewsWords(
      WriteRequest request, ObjectNode sent, Findings findings) {
    var violations = new LinkedHashSet<>(findings.violations());
    return switch (request) {
      case WriteRequest.Valid valid when violations.isEmpty() ->
          new WriteRequest.Valid(
              valid.name(),
              valid.spec(),
              valid.tags(),
              valid.clientToken(),
              RequestJson.fingerprint(sent),
              findings.ignored());
      case WriteRequest.Valid valid ->
          new WriteRequest.Broken(valid.name(), List.copyOf(violations), valid.spec().references());
      case WriteRequest.Broken broken -> {
        broken.violations().stream()
            .map(violation ->
                violation
                    .replace("].virtualService.virtualServiceName ", "] ")
                    .replace(".dns.hostname ", ".dns.serviceName "))
            .forEach(violations::add);
        yield new WriteRequest.Broken(broken.name(), List.copyOf(violations), broken.references());
      }
    };
  }
}

package dev.pillion.templates.evaluate;

import dev.pillion.templates.text.Value;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What references come to: parameters, pseudo parameters, and resources as far as their own
/// properties tell.
final class References {
  /// What AWS answers for a reference, where that is just one of the resource's own properties.
  private static final Map<String, String> TOLD =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("AWS::ServiceDiscovery::Service.Name", "Name"),
              Map.entry("AWS::ECS::Cluster", "ClusterName"),
              Map.entry("AWS::ECS::Service.Name", "ServiceName"),
              Map.entry("AWS::ECR::Repository", "RepositoryName"),
              Map.entry("AWS::ElasticLoadBalancingV2::LoadBalancer.LoadBalancerName", "Name"),
              Map.entry("AWS::IAM::Role", "RoleName"),
              Map.entry("AWS::Logs::LogGroup", "LogGroupName"),
              Map.entry("AWS::Route53::RecordSet", "Name"),
              Map.entry("AWS::S3::Bucket", "BucketName"),
              Map.entry("AWS::SSM::Parameter", "Name"),
              Map.entry("AWS::SSM::Parameter.Value", "Value")));

  private final Evaluator evaluator;
  private final Given given;

  References(Evaluator evaluator, Given given) {
    this.evaluator = evaluator;
    this.given = given;
  }

  /// `Ref`.
  Value ref(String name, String at) {
    if (name.startsWith("AWS::")) {
      return pseudo(name, at);
    }
    Parameter parameter = evaluator.template().parameters().get(name);
    if (parameter != null) {
      return parameter(parameter, at);
    }
    return resource(name, "", at);
  }

  /// `Fn::GetAtt`.
  Value attribute(String id, String attribute, String at) {
    return resource(id, attribute, at);
  }

  private Value pseudo(String name, String at) {
    return switch (name) {
      case "AWS::NoValue" -> new Value.Absent();
      case "AWS::Region" -> told(given.region(), name, "--region", at);
      case "AWS::AccountId" -> told(given.account(), name, "--account", at);
      case "AWS::StackName" -> told(given.stack(), name, "--stack", at);
      case "AWS::Partition" -> new Value.Text(given.partition());
      case "AWS::URLSuffix" -> new Value.Text(given.domain());
      case "AWS::NotificationARNs" -> new Value.Items(java.util.List.of());
      default ->
          evaluator.problem(
              at,
              "'" + name + "' is known only to CloudFormation",
              "put what it stands for in its place");
    };
  }

  private Value told(Optional<String> value, String name, String option, String at) {
    return value.isPresent()
        ? new Value.Text(value.get())
        : evaluator.problem(at, name + " is not known here", "give " + option);
  }

  private Value parameter(Parameter parameter, String at) {
    String name = parameter.name();
    Optional<String> text =
        Optional.ofNullable(given.parameters().get(name)).or(parameter::fallback);
    if (text.isPresent()) {
      return parameter.value(text.get());
    }
    return parameter.isLookedUp()
        ? evaluator.problem(
            at,
            "parameter " + name + " is looked up in AWS (" + parameter.type() + ")",
            "give what it stands for with --parameter " + name + "=…")
        : evaluator.problem(
            at, "parameter " + name + " has no default", "give it with --parameter " + name + "=…");
  }

  private Value resource(String id, String attribute, String at) {
    String written = attribute.isEmpty() ? id : id + "." + attribute;
    String value = given.values().get(written);
    if (value != null) {
      return new Value.Text(value);
    }
    Optional<Declared> declared = evaluator.template().resource(id);
    if (declared.isEmpty()) {
      return evaluator.problem(
          at,
          "the template has neither a resource nor a parameter '" + id + "'",
          "correct the reference");
    }
    Optional<Value> known =
        declared.get().isAppMesh()
            ? new MeshNames(evaluator, given).attribute(declared.get(), attribute, at)
            : property(declared.get(), attribute, at);
    return known.orElseGet(() ->
        evaluator.problem(
            at,
            declared.get().type().equals("AWS::CloudFormation::Stack")
                ? "'%s' is of a nested stack, which is not followed".formatted(written)
                : "'%s' is known to AWS only (%s)".formatted(written, declared.get().type()),
            "give it with --value " + written + "=…"));
  }

  private Optional<Value> property(Declared declared, String attribute, String at) {
    String reference = declared.type() + (attribute.isEmpty() ? "" : "." + attribute);
    return Optional.ofNullable(TOLD.get(reference))
        .flatMap(property -> declared.properties().member(property))
        .map(property ->
            evaluator.<Value>once(
                declared.id(),
                at,
                new Value.Text(""),
                () -> evaluator.value(property, declared.id() + "." + reference)));
  }
}

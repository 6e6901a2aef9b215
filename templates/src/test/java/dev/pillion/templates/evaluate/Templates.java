package dev.pillion.templates.evaluate;

import dev.pillion.templates.resource.Wanted;
import dev.pillion.templates.text.Documents;
import dev.pillion.templates.text.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Templates of tests, and what they are given.
final class Templates {
  private final Problems problems = new Problems();
  private final List<Template> templates = new ArrayList<>();
  private final Map<String, String> parameters = new TreeMap<>();
  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, String> imports = new TreeMap<>();

  Templates and(String file, String text) {
    templates.add(Template.of(file, Documents.read(file, text), problems));
    return this;
  }

  Templates parameter(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  Templates value(String name, String value) {
    values.put(name, value);
    return this;
  }

  Templates imported(String name, String value) {
    imports.put(name, value);
    return this;
  }

  Evaluation.Outcome outcome() {
    return Evaluation.of(templates, given(), problems);
  }

  List<Wanted> wanted() {
    List<Wanted> wanted = outcome().wanted();
    problems.check("test");
    return wanted;
  }

  List<String> problems() {
    var _ = outcome();
    return problems.all();
  }

  private Given given() {
    return new Given(
        new TreeMap<>(parameters),
        new TreeMap<>(values),
        new TreeMap<>(imports),
        Optional.of("stack"),
        Optional.of("eu-west-1"),
        Optional.of("123456789012"));
  }

  /// What a value comes to: as the text of a tag, in a template with all that tests name.
  static String value(String yaml) {
    return new Templates()
        .and("t.yaml", text(yaml))
        .parameter("Given", "given")
        .value("Lb.DNSName", "lb.example.com")
        .wanted()
        .getFirst()
        .tags()
        .getOrDefault("value", "");
  }

  static List<String> problemsOf(String yaml) {
    return new Templates().and("t.yaml", text(yaml)).parameter("Given", "given").problems();
  }

  private static String text(String yaml) {
    return """
    Parameters:
      Given: {Type: String}
      Port: {Type: Number, Default: 8080}
      Names: {Type: CommaDelimitedList, Default: "a, b,c"}
      Image: {Type: "AWS::SSM::Parameter::Value<String>", Default: /image}
      Missing: {Type: String}
    Mappings:
      Sizes: {small: {Cpu: 256}, large: {Cpu: 512}}
    Conditions:
      Yes: !Equals [!Ref Port, 8080]
      No: !Not [!Condition Yes]
      Both: !And [!Condition Yes, {Condition: No}]
      Either: !Or [!Condition Yes, !Condition No]
      Round: !Not [!Condition Around]
      Around: !Not [!Condition Round]
    Resources:
      Mesh:
        Type: AWS::AppMesh::Mesh
        Properties:
          MeshName: shop
          Tags: [{Key: value, Value: %s}]
      Node:
        Type: AWS::AppMesh::VirtualNode
        Properties: {MeshName: !GetAtt Mesh.MeshName, VirtualNodeName: front, Spec: {}}
      Nameless:
        Type: AWS::AppMesh::VirtualNode
        Properties: {MeshName: !GetAtt Mesh.MeshName, Spec: {}}
      Route:
        Type: AWS::AppMesh::Route
        Condition: No
        Properties: {MeshName: shop, VirtualRouterName: colors, RouteName: all, Spec: {}}
      Registry:
        Type: AWS::ServiceDiscovery::Service
        Properties: {Name: !Sub "${Given}-registry"}
      Lb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer}
      Nested: {Type: AWS::CloudFormation::Stack}
    """
        .formatted(yaml);
  }
}

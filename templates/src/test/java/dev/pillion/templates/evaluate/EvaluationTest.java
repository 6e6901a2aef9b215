package dev.pillion.templates.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EvaluationTest {
  private static final String NODE =
      """
      Resources:
        Mesh: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: shop}}
        Bucket: {Type: AWS::S3::Bucket}
        Queue: {Type: AWS::SQS::Queue, DependsOn: Router}
        Router:
          Type: AWS::AppMesh::VirtualRouter
          Properties: {MeshName: !GetAtt Mesh.MeshName, VirtualRouterName: r, Spec: {}}
        Node:
          Type: AWS::AppMesh::VirtualNode
          DependsOn: [Queue]
          Properties:
            MeshName: !GetAtt Mesh.MeshName
            VirtualNodeName: n
            Spec:
              Listeners:
                - PortMapping: {Port: "8080", Protocol: http}
                  TLS: !Ref AWS::NoValue
              ServiceDiscovery: {DNS: {Hostname: a.example.com}}
      """;

  @Test
  void aTemplateComesToItsMeshResourcesInTheApisFormAndTheRestIsCounted() {
    var outcome = new Templates().and("t.yaml", NODE).outcome();
    assertEquals(
        List.of("Mesh shop", "VirtualRouter shop/r", "VirtualNode shop/n"),
        outcome.wanted().stream().map(one -> one.key().toString()).toList());
    assertEquals(
        "{\"listeners\":[{\"portMapping\":{\"port\":8080,\"protocol\":\"http\"}}],"
            + "\"serviceDiscovery\":{\"dns\":{\"hostname\":\"a.example.com\"}}}",
        outcome.wanted().getLast().document().text());
    assertEquals("{AWS::S3::Bucket=1, AWS::SQS::Queue=1}", outcome.ignored().toString());
  }

  @Test
  void whatDependsOnAnotherByWayOfAForeignResourceComesAfterIt() {
    var node = new Templates().and("t.yaml", NODE).wanted().getLast();
    assertEquals("[Mesh shop, VirtualRouter shop/r]", node.after().toString());
  }

  @Test
  void oneTemplateImportsWhatAnotherExports() {
    String exporting =
        """
        Parameters: {Env: {Type: String}}
        Resources: {Mesh: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Ref Env}}}
        Outputs:
          Other: {Value: x, Export: {Name: !GetAtt Unknown.Name}}
          Mesh: {Value: !GetAtt Mesh.MeshName, Export: {Name: !Sub "${Env}:mesh"}}
        """;
    String importing =
        """
        Parameters: {Env: {Type: String}}
        Resources:
          Node:
            Type: AWS::AppMesh::VirtualNode
            Properties:
              MeshName: {Fn::ImportValue: !Sub "${Env}:mesh"}
              VirtualNodeName: n
              Spec: {}
        """;
    var both =
        new Templates().and("a.yaml", importing).and("b.yaml", exporting).parameter("Env", "test");
    assertEquals("VirtualNode test/n", both.wanted().getFirst().key().toString());
    var given =
        new Templates()
            .and("a.yaml", importing)
            .parameter("Env", "test")
            .imported("test:mesh", "other");
    assertEquals("VirtualNode other/n", given.wanted().getFirst().key().toString());
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    List<String> problems =
        new Templates()
            .and(
                "t.yaml",
                """
                Parameters: {Stage: {Type: String, AllowedValues: [test, live]}}
                Resources:
                  Loose: {Properties: {}}
                  Other: {Type: AWS::AppMesh::Filter, Properties: {}}
                  Node:
                    Type: AWS::AppMesh::VirtualNode
                    Properties:
                      MeshName: shop
                      VirtualNodename: n
                      Spec: {Listners: []}
                  Router:
                    Type: AWS::AppMesh::VirtualRouter
                    Properties:
                      MeshName: shop
                      VirtualRouterName: r
                      Spec: {Listeners: [{PortMapping: {Port: 70000, Protocol: udp}}]}
                  Foreign:
                    Type: AWS::AppMesh::Mesh
                    Properties: {MeshName: shop, MeshOwner: 999999999999}
                """)
            .parameter("Stage", "prod")
            .parameter("Stages", "x")
            .problems();
    for (String told :
        List.of(
            "t.yaml: Loose: it is no resource with a Type",
            "parameter Stage is 'prod': it is not allowed; give one of test, live",
            "parameter Stages: no template has it; leave it out, or correct it: Stage",
            "t.yaml: Other: App Mesh has no type AWS::AppMesh::Filter",
            "t.yaml: Node: Spec.Listners is no property of App Mesh's; it has BackendDefaults",
            "t.yaml: Node: VirtualNodename is no property of AWS::AppMesh::VirtualNode",
            "t.yaml: Router: spec.listeners[0].portMapping.port must be 1 to 65535, not 70000",
            "t.yaml: Router: spec.listeners[0].portMapping.protocol must be one of http",
            "t.yaml: Foreign.MeshOwner: it is 999999999999, and the server has the meshes of")) {
      assertTrue(
          problems.stream().anyMatch(problem -> problem.contains(told)), () -> told + problems);
    }
    assertEquals(9, problems.size(), problems::toString);
  }
}

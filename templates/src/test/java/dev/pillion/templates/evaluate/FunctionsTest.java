package dev.pillion.templates.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FunctionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain | plain",
        "!Ref Given | given",
        "!Ref Port | 8080",
        "!Ref AWS::Region | eu-west-1",
        "!Ref AWS::AccountId | 123456789012",
        "!Ref AWS::StackName | stack",
        "!Ref AWS::Partition | aws",
        "!Ref Mesh | arn:aws:appmesh:eu-west-1:123456789012:mesh/shop",
        "!Ref Node | arn:aws:appmesh:eu-west-1:123456789012:mesh/shop/virtualNode/front",
        "!GetAtt Node.Arn | arn:aws:appmesh:eu-west-1:123456789012:mesh/shop/virtualNode/front",
        "!GetAtt Node.VirtualNodeName | front",
        "!GetAtt Node.MeshName | shop",
        "!GetAtt Node.MeshOwner | 123456789012",
        "!GetAtt Nameless.VirtualNodeName | stack-Nameless",
        "!GetAtt Route.VirtualRouterName | colors",
        "!GetAtt Route.RouteName | all",
        "!GetAtt Registry.Name | given-registry",
        "!GetAtt Lb.DNSName | lb.example.com",
        "{'Fn::GetAtt': [Lb, DNSName]} | lb.example.com",
        "!Sub '${Given}-${Node.VirtualNodeName}-${!Literal}' | given-front-${Literal}",
        "!Sub ['${x}.${Given}', {x: !Ref Port}] | 8080.given",
        "!Join ['-', [a, !Ref Given, 3]] | a-given-3",
        "!Join ['-', !Ref Names] | a-b-c",
        "!Select [1, !Ref Names] | b",
        "!Select [2, !Split [., x.y.z]] | z",
        "!Join [+, !Split [., x.y.z]] | x+y+z",
        "!FindInMap [Sizes, large, Cpu] | 512",
        "!FindInMap [Sizes, !If [No, large, small], Cpu] | 256",
        "!FindInMap [Sizes, huge, Cpu, {DefaultValue: 1}] | 1",
        "!If [Yes, 1, 2] | 1",
        "!If [No, 1, 2] | 2",
        "!If [Both, 1, 2] | 2",
        "!If [Either, 1, 2] | 1",
        "!Base64 abc | YWJj",
        "!Join ['', [a, !If [No, b, !Ref AWS::NoValue]]] | a",
      })
  void aFunctionComesToWhatCloudFormationSays(String yaml, String value) {
    assertEquals(value, Templates.value(yaml));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "!Ref Missing | parameter Missing has no default; give it with --parameter Missing=…",
        "!Ref Image | parameter Image is looked up in AWS",
        "!Ref Nothing | the template has neither a resource nor a parameter 'Nothing'",
        "!Ref AWS::StackId | 'AWS::StackId' is known only to CloudFormation",
        "!GetAtt Lb.DNSName | give it with --value Lb.DNSName=…",
        "!Ref Lb | 'Lb' is known to AWS only (AWS::ElasticLoadBalancingV2::LoadBalancer)",
        "!GetAtt Nested.Outputs.Mesh | 'Nested.Outputs.Mesh' is of a nested stack",
        "!GetAtt Node.Uid | give it with --value Node.Uid=…",
        "!ImportValue x | 'x' is exported by none of the templates given; give it with --import"
            + " x=…",
        "!Select [3, !Ref Names] | Fn::Select wants item '3' of 3",
        "!FindInMap [Sizes, huge, Cpu] | no mapping has 'Sizes.huge.Cpu'",
        "!Join [a] | Fn::Join has another number of arguments than it takes; give it a list of 2",
        "!If [Never, 1, 2] | there is no condition 'Never'",
        "!If [Round, 1, 2] | 'condition Round' depends on itself",
        "!GetAZs eu-west-1 | Fn::GetAZs is not among the functions that Pillion calls",
        "!Sub '{{resolve:ssm:/a}}' | is looked up by CloudFormation, in AWS",
      })
  void whatCannotBeToldIsNamedWithItsPlaceAndTheRemedy(String yaml, String told) {
    List<String> problems = Templates.problemsOf(yaml);
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.getFirst().contains(told), problems::toString);
    assertTrue(problems.getFirst().startsWith("t.yaml: "), problems::toString);
  }
}

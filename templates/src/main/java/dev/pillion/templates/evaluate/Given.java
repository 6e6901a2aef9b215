package dev.pillion.templates.evaluate;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a user gives beside the templates.
///
/// @param parameters values of parameters
/// @param values of references that only AWS knows: `Logical` for a `Ref`, `Logical.Attribute`
/// @param imports what `Fn::ImportValue` finds, by its name
/// @param stack the stack's name
/// @param region what `AWS::Region` is
/// @param account what `AWS::AccountId` is
public record Given(
    SortedMap<String, String> parameters,
    SortedMap<String, String> values,
    SortedMap<String, String> imports,
    Optional<String> stack,
    Optional<String> region,
    Optional<String> account) {
  /// Copies its maps.
  public Given {
    parameters = copy(parameters);
    values = copy(values);
    imports = copy(imports);
  }

  /// What AWS calls this part of it; those of China and of governments are other ones.
  String partition() {
    String name = region.orElse("");
    if (name.startsWith("cn-")) {
      return "aws-cn";
    }
    return name.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  String domain() {
    return partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
  }

  private static SortedMap<String, String> copy(Map<String, String> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}

package dev.pillion.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What templates are given: what CloudFormation would ask for, and what only AWS knows.
final class GivenOptions {
  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "A template's parameter. May be given several times.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--parameters-file",
      paramLabel = "FILE",
      description =
          "Parameters as JSON or YAML: as the AWS CLI takes them (ParameterKey, ParameterValue),"
              + " or names with values. What --parameter says goes before it.")
  private @Nullable Path parametersFile;

  @Option(
      names = "--value",
      paramLabel = "REFERENCE=VALUE",
      description =
          "What a reference to a resource comes to that only AWS knows: LoadBalancer.DNSName=…,"
              + " or Namespace=… for its Ref.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = "--import",
      paramLabel = "NAME=VALUE",
      description =
          "What Fn::ImportValue finds under that name. What another of the templates exports need"
              + " not be given.")
  private Map<String, String> imports = new LinkedHashMap<>();

  @Option(
      names = "--account",
      paramLabel = "ACCOUNT",
      defaultValue = "${env:PILLION_ACCOUNT}",
      description =
          "What AWS::AccountId is (PILLION_ACCOUNT; default: the server's, once it has a mesh).")
  private @Nullable String account;

  @Option(
      names = "--mesh",
      paramLabel = "MESH",
      description = "The mesh of API JSON that names none.")
  private @Nullable String mesh;

  Map<String, String> parameters() {
    return parameters;
  }

  Optional<Path> parametersFile() {
    return Optional.ofNullable(parametersFile);
  }

  Map<String, String> values() {
    return values;
  }

  Map<String, String> imports() {
    return imports;
  }

  Optional<String> account() {
    return Optional.ofNullable(account).filter(text -> !text.isBlank());
  }

  Optional<String> mesh() {
    return Optional.ofNullable(mesh);
  }
}

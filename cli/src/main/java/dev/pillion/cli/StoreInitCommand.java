package dev.pillion.cli;

import dev.pillion.xds.store.dynamodb.DynamoTable;
import dev.pillion.xds.store.dynamodb.TableSetup;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pillion store init`: makes the DynamoDB table.
@Command(
    name = "init",
    description = {
      "Makes the DynamoDB table that 'pillion server --store dynamodb:TABLE' uses, and waits until it"
          + " is ready.",
      "A table that is there gets what it lacks; run it as often as you like."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class)
final class StoreInitCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--table", paramLabel = "NAME", required = true, description = "The table.")
  private String table = "";

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "Its region (default: AWS_REGION, as every AWS SDK finds it).")
  private @Nullable String region;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description =
          "Another DynamoDB, such as DynamoDB Local (default: AWS_ENDPOINT_URL_DYNAMODB).")
  private @Nullable URI endpoint;

  @Override
  public Integer call() {
    Logs.quiet();
    var address =
        new DynamoTable(table, Optional.ofNullable(region), Optional.ofNullable(endpoint));
    for (String line : TableSetup.run(address)) {
      if (spec != null) {
        spec.commandLine().getOut().println(line);
      }
    }
    return 0;
  }
}

package dev.pillion.agent.cloudmap;

import dev.pillion.agent.link.Link;
import dev.pillion.agent.link.LinkState;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// All that this agent asks AWS: Cloud Map names and task definitions. Without a region or
/// credentials it says so once and answers every question with that.
public final class Aws implements AutoCloseable {
  private static final String REST_WORKS =
      "; until then Cloud Map names and task definitions are not looked up, all else works";

  private final Link cloudMapLink;
  private final Link ecsLink;
  private final AwsAccess access;
  private final CloudMap cloudMap;
  private final DefinitionSource definitions;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private Aws(Supplier<Answer<AwsClients>> search, InstantSource clock) {
    cloudMapLink = new Link("cloud-map", "", clock);
    ecsLink = new Link("ecs", "", clock);
    access = new AwsAccess(search, this::looked);
    cloudMap = new AwsCloudMap(access, cloudMapLink);
    definitions = new AwsDefinitions(access, ecsLink);
  }

  /// Begins to look for a region and credentials where the AWS SDK looks; endpoints are the SDK's
  /// own settings too.
  public static Aws open(InstantSource clock) {
    return open(Aws::search, clock);
  }

  static Aws open(Supplier<Answer<AwsClients>> search, InstantSource clock) {
    var aws = new Aws(search, clock);
    aws.access.start();
    return aws;
  }

  private static Answer<AwsClients> search() {
    Region region;
    try {
      region = DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkException _) {
      return new Answer.Failed<>(
          "no AWS region found", "set AWS_REGION for the agent" + REST_WORKS);
    }
    try {
      return new Answer.Given<>(AwsClients.found(region));
    } catch (AwsFailure e) {
      return new Answer.Failed<>(
          String.valueOf(e.getMessage()),
          "correct AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_ECS, AWS_ENDPOINT_URL_SERVICEDISCOVERY or the"
              + " profile, such as http://localhost:4566"
              + REST_WORKS);
    } catch (SdkException _) {
      return new Answer.Failed<>(
          "no AWS credentials found",
          "give this host's role the policy of cloudformation/agent-policy.yaml, or set"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for the agent"
              + REST_WORKS);
    }
  }

  private void looked() {
    switch (access.now()) {
      case Answer.Given<AwsClients>(var clients) -> {
        cloudMapLink.endpoint(clients.cloudMapEndpoint());
        ecsLink.endpoint(clients.ecsEndpoint());
      }
      case Answer.Failed<AwsClients>(var problem, var remedy) -> {
        cloudMapLink.off(problem, remedy);
        ecsLink.off(problem, remedy);
      }
    }
    listeners.forEach(Runnable::run);
  }

  /// Calls the listener when a region and credentials are found. It must not block.
  public void onFound(Runnable listener) {
    listeners.add(listener);
  }

  /// Cloud Map.
  public CloudMap cloudMap() {
    return cloudMap;
  }

  /// Task definitions, read each time.
  public DefinitionSource definitions() {
    return definitions;
  }

  /// Whether Cloud Map answers.
  public LinkState cloudMapState() {
    return cloudMapLink.state();
  }

  /// Whether the ECS API answers.
  public LinkState ecsState() {
    return ecsLink.state();
  }

  @Override
  public void close() {
    access.close();
  }
}

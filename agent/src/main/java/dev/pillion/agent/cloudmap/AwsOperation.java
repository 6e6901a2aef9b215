package dev.pillion.agent.cloudmap;

/// All that an agent asks of AWS. The agent's policy allows these and no others.
enum AwsOperation {
  DESCRIBE_TASK_DEFINITION("ecs", "DescribeTaskDefinition"),
  DISCOVER_INSTANCES("servicediscovery", "DiscoverInstances"),
  DISCOVER_INSTANCES_REVISION("servicediscovery", "DiscoverInstancesRevision");

  private final String service;
  private final String word;

  AwsOperation(String service, String word) {
    this.service = service;
    this.word = word;
  }

  /// The API's name for it.
  String word() {
    return word;
  }

  /// IAM's name for it, such as `ecs:DescribeTaskDefinition`.
  @Override
  public String toString() {
    return service + ":" + word;
  }
}

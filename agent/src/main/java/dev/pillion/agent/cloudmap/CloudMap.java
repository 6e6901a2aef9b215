package dev.pillion.agent.cloudmap;

import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.List;

/// AWS Cloud Map, where ECS registers the tasks of services. Calls block.
public interface CloudMap {
  /// Whether it can be asked at all: there are a region and credentials.
  boolean usable();

  /// A number that changes whenever the service's instances do.
  Answer<Long> revision(ServiceKey service);

  /// The service's healthy instances by id; all of them when none is healthy, as an app that
  /// answers badly beats one that nobody asks. At most 1000, which is Cloud Map's own limit.
  Answer<List<Instance>> instances(ServiceKey service);
}

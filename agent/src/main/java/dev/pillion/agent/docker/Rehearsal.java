package dev.pillion.agent.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Event;

/// Reads one answer of each kind, so that the first task need not wait for their readers to be
/// made: a tenth of a second.
final class Rehearsal {
  private static final String EVENT =
      """
      {"Type":"container","Action":"start","Actor":{"ID":"0","Attributes":{"a":"b"}},\
      "time":1,"timeNano":1}
      """;
  private static final String INSPECT =
      """
      {"Id":"0","Name":"/rehearsal","State":{"Status":"created","Running":false,"Pid":0,\
      "ExitCode":0,"StartedAt":"0001-01-01T00:00:00Z"},"Config":{"User":"","Image":"i",\
      "Labels":{"a":"b"},"Env":[],"Cmd":["a"],"ExposedPorts":{"1/tcp":{}}},\
      "HostConfig":{"NetworkMode":"none","Binds":["/a:/b"],"PortBindings":{}},"Mounts":[],\
      "NetworkSettings":{"Networks":{},"Ports":{}}}
      """;

  private Rehearsal() {}

  static void of(ObjectMapper mapper) {
    try {
      var _ = DockerEvents.read(mapper.readValue(EVENT, Event.class));
      var _ = DockerViews.detail(mapper.readValue(INSPECT, InspectContainerResponse.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("docker-java reads Docker's own answers", e);
    }
  }
}

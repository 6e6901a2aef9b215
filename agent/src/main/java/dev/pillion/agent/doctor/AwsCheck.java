package dev.pillion.agent.doctor;

import dev.pillion.agent.cloudmap.Answer;
import dev.pillion.agent.cloudmap.Aws;
import dev.pillion.agent.link.LinkState;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Region, credentials, and whether Cloud Map answers.
record AwsCheck() implements Check {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofMillis(50);
  // Nobody has it: an answer that says so is an answer.
  private static final ServiceKey NOBODYS = new ServiceKey("pillion-doctor.invalid", "none");

  @Override
  public List<Finding> look() {
    try (var aws = Aws.open(Clock.systemUTC())) {
      await(aws);
      Answer<Long> answer = aws.cloudMap().revision(NOBODYS);
      LinkState link = aws.cloudMapState();
      if (link.up()) {
        return List.of(Finding.fit("aws cloud map", "answers at " + link.endpoint()));
      }
      return List.of(
          switch (answer) {
            case Answer.Failed<Long>(var problem, var remedy) ->
                Finding.poor("aws cloud map", problem, remedy);
            case Answer.Given<Long> _ -> Finding.fit("aws cloud map", "answers");
          });
    }
  }

  private static void await(Aws aws) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!aws.cloudMap().usable()
        && aws.cloudMapState().endpoint().isEmpty()
        && aws.cloudMapState().problem().equals("nothing asked yet")
        && System.nanoTime() < end) {
      LockSupport.parkNanos(STEP.toNanos());
    }
  }
}

package dev.pillion.agent.cloudmap;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to AWS: looked for in the background, since asking for instance metadata where there is
/// none takes seconds, and again each minute until it is found.
final class AwsAccess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AwsAccess.class);
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(10);

  private final Supplier<Answer<AwsClients>> search;
  private final Runnable looked;
  private final CountDownLatch firstLook = new CountDownLatch(1);
  private final Thread thread;
  private volatile Answer<AwsClients> now =
      new Answer.Failed<>("AWS region and credentials are being looked for", "wait a moment");

  /// @param looked called when the first look has ended, and when a later one found something
  AwsAccess(Supplier<Answer<AwsClients>> search, Runnable looked) {
    this.search = search;
    this.looked = looked;
    this.thread = Thread.ofVirtual().name("aws-access").unstarted(this::untilFound);
  }

  void start() {
    thread.start();
  }

  /// What there is now.
  Answer<AwsClients> now() {
    return now;
  }

  /// What there is once the first look has ended, or as it is after 10 s.
  Answer<AwsClients> afterFirstLook() throws InterruptedException {
    boolean ended = firstLook.await(FIRST_LOOK.toSeconds(), TimeUnit.SECONDS);
    LOG.debug("aws first-look-ended={}", ended);
    return now;
  }

  private void untilFound() {
    try {
      look();
      while (now instanceof Answer.Failed<AwsClients>) {
        Thread.sleep(AGAIN);
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    boolean first = firstLook.getCount() > 0;
    now = search.get();
    firstLook.countDown();
    switch (now) {
      case Answer.Given<AwsClients>(var clients) -> {
        LOG.info("aws state=up region={}", clients.region());
        looked.run();
      }
      case Answer.Failed<AwsClients>(var problem, var remedy) when first -> {
        LOG.warn("aws state=off problem=\"{}\" remedy=\"{}\"", problem, remedy);
        looked.run();
      }
      case Answer.Failed<AwsClients> _ -> LOG.debug("aws state=off still");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    if (now instanceof Answer.Given<AwsClients>(var clients)) {
      clients.close();
    }
  }
}

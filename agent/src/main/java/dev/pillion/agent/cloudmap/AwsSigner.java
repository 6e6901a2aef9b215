package dev.pillion.agent.cloudmap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;

/// Signs calls with the credentials of the moment, and with AWS's time where this host's is wrong.
final class AwsSigner {
  private static final Logger LOG = LoggerFactory.getLogger(AwsSigner.class);
  // AWS refuses signatures of another time than its own by 5 minutes; the SDKs' own measure.
  private static final Duration TOO_FAR = Duration.ofMinutes(4);

  private final Region region;
  private final AwsCredentialsProvider credentials;
  private final Clock host;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private volatile Duration offset = Duration.ZERO;

  AwsSigner(Region region, AwsCredentialsProvider credentials, Clock host) {
    this.region = region;
    this.credentials = credentials;
    this.host = host;
  }

  /// The request with its signature.
  ///
  /// @param service the service's name in signatures
  /// @throws AwsFailure without credentials
  SignedRequest sign(SdkHttpRequest request, byte[] body, String service) {
    return signer.sign(sign ->
        sign.identity(identity())
            .request(request)
            .payload(ContentStreamProvider.fromByteArray(body))
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
            .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.offset(host, offset)));
  }

  /// Signs with that time from now on, where it is not about the one that was signed with.
  ///
  /// @return whether it was another
  boolean adopt(Instant time) {
    Duration off = Duration.between(host.instant(), time);
    if (off.minus(offset).abs().compareTo(TOO_FAR) < 0) {
      return false;
    }
    offset = off;
    LOG.warn(
        "aws problem=\"this host's clock and AWS's are {} s apart\" remedy=\"set the clock, as by"
            + " chronyd; until then calls are signed with AWS's time\"",
        off.abs().toSeconds());
    return true;
  }

  private AwsCredentials identity() {
    try {
      return credentials.resolveCredentials();
    } catch (SdkException e) {
      throw new AwsFailure(
          AwsFailure.NO_CREDENTIALS, Objects.toString(e.getMessage(), e.toString()), 0);
    }
  }
}

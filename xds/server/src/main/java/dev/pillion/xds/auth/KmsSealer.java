package dev.pillion.xds.auth;

import dev.pillion.mesh.model.MeshException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/// Seals with data keys of AWS KMS, one a secret, which are kept beside it as KMS encrypted them.
/// KMS is asked once for each secret that this process opens.
final class KmsSealer implements Sealer {
  // A server has a handful of access keys; this only bounds what many rewraps leave behind.
  private static final int MOST_OPENED = 1_000;
  private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

  private final KmsClient kms;
  private final String kmsKey;
  private final Map<String, byte[]> dataKeys = new ConcurrentHashMap<>();

  private KmsSealer(KmsClient kms, String kmsKey) {
    this.kms = kms;
    this.kmsKey = kmsKey;
  }

  /// Region, endpoint and credentials are found as every AWS SDK finds them.
  static KmsSealer open(String kmsKey) {
    try {
      return new KmsSealer(
          KmsClient.builder()
              .httpClientBuilder(UrlConnectionHttpClient.builder())
              .overrideConfiguration(override -> override.apiCallTimeout(LONGEST_CALL))
              .build(),
          kmsKey);
    } catch (SdkException e) {
      throw failed(kmsKey, e);
    }
  }

  @Override
  public String seal(String keyId, String secret) {
    try {
      var dataKey =
          kms.generateDataKey(request ->
              request.keyId(kmsKey).keySpec(DataKeySpec.AES_256).encryptionContext(context(keyId)));
      byte[] plain = dataKey.plaintext().asByteArray();
      String wrapped = Base64.getEncoder().encodeToString(dataKey.ciphertextBlob().asByteArray());
      return wrapped + ":" + Box.seal(plain, keyId, secret);
    } catch (SdkException e) {
      throw failed(kmsKey, e);
    }
  }

  @Override
  public Optional<String> open(String keyId, String sealed) {
    int colon = sealed.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    return dataKey(keyId, sealed.substring(0, colon))
        .flatMap(key -> Box.open(key, keyId, sealed.substring(colon + 1)));
  }

  /// Never: which KMS key an alias stands for may have changed.
  @Override
  public boolean isCurrent(String sealed) {
    return false;
  }

  private Optional<byte[]> dataKey(String keyId, String wrapped) {
    byte[] known = dataKeys.get(wrapped);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      byte[] blob = Base64.getDecoder().decode(wrapped);
      byte[] key =
          kms.decrypt(request ->
                  request
                      .ciphertextBlob(SdkBytes.fromByteArray(blob))
                      .encryptionContext(context(keyId)))
              .plaintext()
              .asByteArray();
      if (dataKeys.size() >= MOST_OPENED) {
        dataKeys.clear();
      }
      dataKeys.put(wrapped, key);
      return Optional.of(key);
    } catch (IllegalArgumentException | InvalidCiphertextException _) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failed(kmsKey, e);
    }
  }

  private static Map<String, String> context(String keyId) {
    return Map.of("pillion:access-key", keyId);
  }

  private static MeshException failed(String kmsKey, SdkException e) {
    var failure =
        new MeshException(
            MeshException.Code.UNAVAILABLE,
            "KMS key " + kmsKey,
            "AWS KMS did not do what was asked (%s)".formatted(e.getMessage()),
            "see that AWS_REGION and credentials are set, that they allow kms:GenerateDataKey and"
                + " kms:Decrypt on the key, and that it is enabled");
    failure.initCause(e);
    return failure;
  }
}

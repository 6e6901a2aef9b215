package dev.pillion.xds.api;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import java.util.regex.Pattern;

/// Whose meshes the API serves, which ARNs and metadata tell.
///
/// @param region a region's name, such as `us-east-1`
/// @param account 12 digits
public record Identity(String region, String account) {
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d+");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  /// What a development server says it is.
  public static final Identity DEVELOPMENT = new Identity("us-east-1", "000000000000");

  /// Checks both parts.
  public Identity {
    if (!REGION.matcher(region).matches()) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "region '" + region + "'",
          "it is no AWS region's name",
          "give one such as us-east-1");
    }
    if (!ACCOUNT.matcher(account).matches()) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "account '" + account + "'",
          "it is no AWS account id",
          "give its 12 digits");
    }
  }

  /// The resource's ARN: `arn:aws:appmesh:<region>:<account>:mesh/<mesh>[/…]`.
  public String arn(String mesh, ResourceId id) {
    String tail = id.tail().isEmpty() ? "" : "/" + id.tail();
    return "arn:" + partition() + ":appmesh:" + region + ":" + account + ":mesh/" + mesh + tail;
  }

  private String partition() {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }
}

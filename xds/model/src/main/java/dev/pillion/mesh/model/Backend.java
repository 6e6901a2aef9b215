package dev.pillion.mesh.model;

import dev.pillion.mesh.tls.ClientPolicy;
import java.util.Optional;

/// A virtual service that a virtual node calls, which may not be there yet.
///
/// @param virtualService its name; never its ARN
/// @param clientPolicy takes the place of the node's default
public record Backend(String virtualService, Optional<ClientPolicy> clientPolicy) {
  // The console writes ARNs.
  private static final String ARN_TAIL = "/virtualService/";

  /// A backend as a specification names it, by name or by ARN.
  public static Backend named(String nameOrArn, Optional<ClientPolicy> clientPolicy) {
    return new Backend(name(nameOrArn), clientPolicy);
  }

  /// The virtual service's name in what may be its ARN.
  public static String name(String nameOrArn) {
    int tail = nameOrArn.startsWith("arn:") ? nameOrArn.indexOf(ARN_TAIL) : -1;
    return tail < 0 ? nameOrArn : nameOrArn.substring(tail + ARN_TAIL.length());
  }
}

package dev.pillion.cli;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.ServerSettings;
import dev.pillion.xds.XdsConfig;
import dev.pillion.xds.api.Identity;
import dev.pillion.xds.auth.KeySource;
import dev.pillion.xds.auth.Security;
import dev.pillion.xds.auth.SigningScope;
import dev.pillion.xds.auth.TlsFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// From the options of `pillion server` to what it is started with, or all that is wrong with them.
record ServerPlan(boolean dev, Address api, Address xds, KeyOptions keys, GuardOptions guard) {
  XdsConfig config(ServerSettings settings) {
    InetAddress apiHost = host(api, "--api");
    InetAddress xdsHost = host(xds, "--xds");
    List<String> problems = new ArrayList<>();
    if (guard.certificate().isPresent() != guard.certificateKey().isPresent()) {
      problems.add(
          "--tls-cert and --tls-key belong together: give %s too"
              .formatted(guard.certificate().isPresent() ? "--tls-key" : "--tls-cert"));
    }
    guard
        .unknownPlain()
        .forEach(word ->
            problems.add("--allow-plain names '%s': give api, xds or both".formatted(word)));
    if (guard.clientAuthority().isPresent() && tls().isEmpty()) {
      problems.add(
          "--xds-client-ca needs the server's own certificate: give --tls-cert and --tls-key");
    }
    if (dev) {
      loopbackOnly(apiHost, "--api " + api, problems);
      loopbackOnly(xdsHost, "--xds " + xds, problems);
    } else {
      guarded(apiHost, xdsHost, settings, problems);
    }
    if (!problems.isEmpty()) {
      throw new MeshException(MeshException.Code.INVALID, message(problems));
    }
    return new XdsConfig(
        keys.data(),
        StoreChoices.of(keys.store()),
        new InetSocketAddress(apiHost, api.port()),
        new InetSocketAddress(xdsHost, xds.port()),
        identity(),
        security(),
        settings);
  }

  private void guarded(
      InetAddress apiHost, InetAddress xdsHost, ServerSettings settings, List<String> problems) {
    if (guard.region().isEmpty()) {
      problems.add(
          "--region is missing: give the AWS region that ARNs name and clients sign for, such as"
              + " us-east-1 (or set PILLION_REGION)");
    }
    if (guard.account().isEmpty()) {
      problems.add(
          "--account is missing: give the AWS account id that owns the meshes, 12 digits (or set"
              + " PILLION_ACCOUNT)");
    }
    if (KeySources.of(keys).isEmpty()) {
      problems.add(
          "--key-file is missing: give the file that seals the secrets of access keys (or set"
              + " PILLION_KEY_FILE); 'pillion keys create' makes it with the first key. Or give a"
              + " KMS key with --kms-key-id");
    }
    if (!apiHost.isLoopbackAddress() && tls().isEmpty() && !guard.allowsPlain("api")) {
      problems.add(
          "--api %s is not a loopback address, so it needs TLS: give --tls-cert and --tls-key; or, behind a proxy that ends TLS, --allow-plain api; or an address such as 127.0.0.1:%d"
              .formatted(api, api.port()));
    }
    if (!xdsHost.isLoopbackAddress()
        && guard.clientAuthority().isEmpty()
        && !guard.allowsPlain("xds")
        && !showTokens(settings)) {
      problems.add(
          "--xds %s is not a loopback address, so its clients need certificates or tokens: give --xds-client-ca or set PILLION_XDS_TOKENS, with --tls-cert and --tls-key; or, on a network that you trust, --allow-plain xds; or an address such as 127.0.0.1:%d"
              .formatted(xds, xds.port()));
    }
  }

  /// Whether the xds address speaks TLS with clients that show tokens.
  private boolean showTokens(ServerSettings settings) {
    return tls().isPresent() && settings.proxies().tokens().isPresent();
  }

  /// What whoever starts the server should know, a line each.
  List<String> warnings(ServerSettings settings) {
    if (dev) {
      return List.of(
          "development mode: nobody is asked for credentials, so whoever can reach this machine's"
              + " loopback can change every mesh");
    }
    List<String> warnings = new ArrayList<>();
    if (!host(api, "--api").isLoopbackAddress() && tls().isEmpty()) {
      warnings.add(
          "--api %s is plain HTTP: secrets are not sent, but whoever is on the way reads every request and answer; let a proxy end TLS before it, or give --tls-cert and --tls-key"
              .formatted(api));
    }
    if (!host(xds, "--xds").isLoopbackAddress()
        && guard.clientAuthority().isEmpty()
        && !showTokens(settings)) {
      warnings.add(
          settings.proxies().tokens().isPresent()
              ? "--xds %s is plain: whoever is on the way reads the tokens, and may use them; give --tls-cert and --tls-key"
                  .formatted(xds)
              : "--xds %s is plain and asks nobody for a token or certificate: whoever reaches it reads the meshes and reports endpoints; let only the hosts of your agents reach it, or set PILLION_XDS_TOKENS and give --tls-cert and --tls-key"
                  .formatted(xds));
    }
    return List.copyOf(warnings);
  }

  private static void loopbackOnly(InetAddress host, String given, List<String> problems) {
    if (!host.isLoopbackAddress()) {
      problems.add(
          given
              + " is not a loopback address, and development mode asks nobody for credentials: use"
              + " 127.0.0.1 or [::1]");
    }
  }

  private String message(List<String> problems) {
    if (dev) {
      return "pillion server: " + String.join("\npillion server: ", problems);
    }
    return "pillion server: it cannot be started like this (--dev serves loopback without"
        + " credentials):\n  "
        + String.join("\n  ", problems);
  }

  /// Both files, where both are given.
  private Optional<TlsFiles> tls() {
    return guard
        .certificate()
        .flatMap(certificate -> guard.certificateKey().map(key -> new TlsFiles(certificate, key)));
  }

  private Identity identity() {
    return new Identity(
        guard.region().orElse(Identity.DEVELOPMENT.region()),
        guard.account().orElse(Identity.DEVELOPMENT.account()));
  }

  private Security security() {
    String region = guard.authRegion().orElseGet(() -> identity().region());
    Set<String> services = guard.authServices();
    var signing = services.isEmpty() ? SigningScope.of(region) : new SigningScope(region, services);
    Optional<KeySource> source = dev ? Optional.empty() : Optional.of(KeySources.of(keys));
    return new Security(signing, source, tls(), guard.clientAuthority());
  }

  private static InetAddress host(Address address, String option) {
    try {
      return InetAddress.getByName(address.host());
    } catch (UnknownHostException _) {
      throw new MeshException(
          MeshException.Code.INVALID,
          option + " " + address,
          "no host of that name is known here",
          "give an address of this machine, such as 127.0.0.1 or 0.0.0.0");
    }
  }
}

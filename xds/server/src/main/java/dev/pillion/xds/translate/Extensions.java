package dev.pillion.xds.translate;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StderrAccessLog;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.clusters.dns.v3.DnsCluster;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Every type that a translated resource carries inside an `Any`.
final class Extensions {
  private static final List<Message> ALL =
      List.of(
          UpstreamTlsContext.getDefaultInstance(),
          DownstreamTlsContext.getDefaultInstance(),
          StdoutAccessLog.getDefaultInstance(),
          StderrAccessLog.getDefaultInstance(),
          FileAccessLog.getDefaultInstance(),
          CaresDnsResolverConfig.getDefaultInstance(),
          DnsCluster.getDefaultInstance(),
          HttpConnectionManager.getDefaultInstance(),
          HttpProtocolOptions.getDefaultInstance(),
          OriginalDst.getDefaultInstance(),
          PreviousHostsPredicate.getDefaultInstance(),
          Router.getDefaultInstance(),
          TcpProxy.getDefaultInstance(),
          TlsInspector.getDefaultInstance());

  private Extensions() {}

  static Map<String, Message> byName() {
    return ALL.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                message -> message.getDescriptorForType().getFullName(), Function.identity()));
  }
}

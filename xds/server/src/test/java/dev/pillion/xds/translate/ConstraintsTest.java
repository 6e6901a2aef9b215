package dev.pillion.xds.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ConstraintsTest {
  @ParameterizedTest
  @MethodSource("broken")
  void whatEnvoyWouldRefuseIsNamedByItsPath(Message message, String violation) {
    assertEquals(List.of(violation), Constraints.violations(message));
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(
            Cluster.newBuilder()
                .setName("c")
                .setOutlierDetection(
                    OutlierDetection.newBuilder().setMaxEjectionPercent(UInt32Value.of(101)))
                .build(),
            "outlier_detection.max_ejection_percent: 101 is not lte 100"),
        Arguments.of(
            Cluster.newBuilder().setName("c").setConnectTimeout(Messages.seconds(0)).build(),
            "connect_timeout: 0 is not gt 0"),
        Arguments.of(Cluster.getDefaultInstance(), "name: must not be empty"),
        Arguments.of(
            ClusterLoadAssignment.newBuilder()
                .setClusterName("c")
                .addEndpoints(LocalityLbEndpoints.newBuilder().setPriority(200))
                .build(),
            "endpoints[0].priority: 200 is not lte 128"),
        Arguments.of(
            SocketAddress.newBuilder().setAddress("::1").setPortValue(65536).build(),
            "port_value: 65536 is not lte 65535"),
        Arguments.of(
            VirtualHost.newBuilder().setName("v").build(), "domains: needs at least 1 items"),
        Arguments.of(
            VirtualHost.newBuilder().setName("v").addDomains("a\nb").build(),
            "domains[0]: has a character that no header may have"),
        Arguments.of(
            Route.newBuilder()
                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                .setRoute(RouteAction.getDefaultInstance())
                .build(),
            "route.cluster_specifier: one of them must be set"),
        Arguments.of(
            ListenerFilter.newBuilder()
                .setName("f")
                .setTypedConfig(Any.pack(TcpProxy.newBuilder().setCluster("c").build()))
                .build(),
            "typed_config.stat_prefix: must not be empty"),
        Arguments.of(
            ListenerFilter.newBuilder()
                .setName("f")
                .setTypedConfig(Any.pack(UInt32Value.of(1)))
                .build(),
            "typed_config.type_url: google.protobuf.UInt32Value is none of the types that are"
                + " translated to"));
  }
}

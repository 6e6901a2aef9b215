package dev.pillion.xds.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.mesh.listener.ConnectionPool;
import dev.pillion.mesh.listener.HealthCheck;
import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.listener.OutlierDetection;
import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.listener.Timeout;
import dev.pillion.mesh.model.AccessLog;
import dev.pillion.mesh.model.Backend;
import dev.pillion.mesh.model.EgressFilter;
import dev.pillion.mesh.model.GatewayRouteSpec;
import dev.pillion.mesh.model.IpPreference;
import dev.pillion.mesh.model.MeshSpec;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.ServiceDiscovery;
import dev.pillion.mesh.model.Spec;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import dev.pillion.mesh.route.GrpcMatch;
import dev.pillion.mesh.route.HostMatch;
import dev.pillion.mesh.route.HttpMatch;
import dev.pillion.mesh.route.PathMatch;
import dev.pillion.mesh.route.QueryMatch;
import dev.pillion.mesh.route.RetryPolicy;
import dev.pillion.mesh.route.Rewrite;
import dev.pillion.mesh.route.ValueMatch;
import dev.pillion.mesh.route.WeightedTarget;
import dev.pillion.mesh.tls.Certificate;
import dev.pillion.mesh.tls.ClientPolicy;
import dev.pillion.mesh.tls.ListenerTls;
import dev.pillion.mesh.tls.Trust;
import dev.pillion.mesh.tls.Validation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What specifications mean. In them `'` stands for `"`.
final class SpecReaderTest {
  private static final List<WeightedTarget> TARGETS =
      List.of(new WeightedTarget("a", 1, OptionalInt.of(5)));
  private static final String ACTION =
      "'action':{'weightedTargets':[{'virtualNode':'a','weight':1,'port':5}]}";

  @Test
  void aMeshThatSaysNothingDropsWhatIsNotModelled() {
    assertEquals(new MeshSpec(EgressFilter.DROP_ALL, IpPreference.UNSET), read(Kind.MESH, "{}"));
    assertEquals(
        new MeshSpec(EgressFilter.ALLOW_ALL, IpPreference.IPV6_ONLY),
        read(
            Kind.MESH,
            "{'egressFilter':{'type':'ALLOW_ALL'},'serviceDiscovery':{'ipPreference':'IPv6_ONLY'}}"));
  }

  @Test
  void aVirtualNodeIsReadWithAppMeshDefaults() {
    assertEquals(
        new VirtualNodeSpec(
            List.of(Listener.plain(new PortMapping(80, Protocol.HTTP))),
            Optional.of(
                new ServiceDiscovery.Dns(
                    "a.local", ServiceDiscovery.Response.LOADBALANCER, IpPreference.UNSET)),
            List.of(new Backend("b", Optional.empty())),
            Optional.empty(),
            Optional.empty()),
        read(
            Kind.VIRTUAL_NODE,
            "{'listeners':[{'portMapping':{'port':80,'protocol':'http'}}],"
                + "'serviceDiscovery':{'dns':{'hostname':'a.local'}},"
                + "'backends':[{'virtualService':{'virtualServiceName':'b'}}]}"));
  }

  @Test
  void aListenerIsReadWhole() {
    var node =
        (VirtualNodeSpec)
            read(
                Kind.VIRTUAL_NODE,
                "{'listeners':[{'portMapping':{'port':80,'protocol':'grpc'},"
                    + "'healthCheck':{'protocol':'http2','path':'/p','intervalMillis':5000,"
                    + "'timeoutMillis':2000,'healthyThreshold':2,'unhealthyThreshold':3},"
                    + "'timeout':{'grpc':{'perRequest':{'unit':'ms','value':1500},'idle':{'value':2}}},"
                    + "'connectionPool':{'grpc':{'maxRequests':7}},"
                    + "'outlierDetection':{'maxServerErrors':5,'interval':{'unit':'s','value':9},"
                    + "'baseEjectionDuration':{},'maxEjectionPercent':50},"
                    + "'tls':{'mode':'STRICT','certificate':{'sds':{'secretName':'s'}},'validation':"
                    + "{'trust':{'file':{'certificateChain':'/ca'}}}}}],"
                    + "'serviceDiscovery':{'awsCloudMap':{'namespaceName':'n','serviceName':'s',"
                    + "'attributes':[{'key':'k','value':'v'}],'ipPreference':'IPv4_ONLY'}}}");
    assertEquals(
        List.of(
            new Listener(
                new PortMapping(80, Protocol.GRPC),
                Optional.of(
                    new HealthCheck(
                        Protocol.HTTP2,
                        Optional.of("/p"),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        2,
                        3)),
                new Timeout(
                    Optional.of(Duration.ofMillis(1500)), Optional.of(Duration.ofSeconds(2))),
                Optional.of(
                    new ConnectionPool(
                        OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(7))),
                Optional.of(new OutlierDetection(5, Duration.ofSeconds(9), Duration.ZERO, 50)),
                Optional.of(
                    new ListenerTls(
                        ListenerTls.Mode.STRICT,
                        new Certificate.Sds("s"),
                        Optional.of(new Validation(new Trust.File("/ca"), List.of())))))),
        node.listeners());
    assertEquals(
        Optional.of(
            new ServiceDiscovery.CloudMap("n", "s", Map.of("k", "v"), IpPreference.IPV4_ONLY)),
        node.serviceDiscovery());
  }

  @Test
  void policiesAndLogsAreReadWhole() {
    var node =
        (VirtualNodeSpec)
            read(
                Kind.VIRTUAL_NODE,
                "{'backendDefaults':{'clientPolicy':{'tls':{'ports':[2,1],'certificate':"
                    + "{'file':{'certificateChain':'/c','privateKey':'/k'}},'validation':{'trust':"
                    + "{'acm':{'certificateAuthorityArns':['arn:a']}},'subjectAlternativeNames':"
                    + "{'match':{'exact':['a.local']}}}}}},"
                    + "'backends':[{'virtualService':{'virtualServiceName':'arn:aws:appmesh:r:1:mesh"
                    + "/m/virtualService/b','clientPolicy':{}}}],"
                    + "'logging':{'accessLog':{'file':{'path':'/l','format':{'json':"
                    + "[{'key':'s','value':'%RESPONSE_CODE%'}]}}}}}");
    assertEquals(
        Optional.of(
            new ClientPolicy(
                Optional.of(
                    new ClientPolicy.Tls(
                        true,
                        Set.of(1, 2),
                        Optional.of(new Certificate.File("/c", "/k")),
                        new Validation(new Trust.Acm(List.of("arn:a")), List.of("a.local")))))),
        node.clientPolicy());
    assertEquals(
        List.of(new Backend("b", Optional.of(new ClientPolicy(Optional.empty())))),
        node.backends());
    assertEquals(
        Optional.of(
            new AccessLog(
                "/l", Optional.of(new AccessLog.Format.Json(Map.of("s", "%RESPONSE_CODE%"))))),
        node.accessLog());
  }

  @Test
  void aVirtualServiceIsReadWithItsProvider() {
    assertEquals(
        new VirtualServiceSpec(Optional.of(new VirtualServiceSpec.Provider.Router("r"))),
        read(Kind.VIRTUAL_SERVICE, "{'provider':{'virtualRouter':{'virtualRouterName':'r'}}}"));
    assertEquals(new VirtualServiceSpec(Optional.empty()), read(Kind.VIRTUAL_SERVICE, "{}"));
  }

  @Test
  void anHttpRouteIsReadWhole() {
    assertEquals(
        new RouteSpec.Http(
            OptionalInt.of(3),
            new HttpMatch(
                new PathMatch.Regex("/x.*"),
                Optional.of("GET"),
                Optional.of("https"),
                List.of(
                    new ValueMatch("h", true, Optional.of(new ValueMatch.Condition.Range(-1, 5)))),
                List.of(new QueryMatch("q", Optional.of("1"))),
                OptionalInt.of(80)),
            TARGETS,
            new Timeout(Optional.of(Duration.ZERO), Optional.empty()),
            Optional.of(
                new RetryPolicy(
                    2,
                    Duration.ofMillis(5),
                    List.of("gateway-error", "server-error"),
                    List.of("connection-error"),
                    List.of()))),
        read(
            Kind.ROUTE,
            "{'priority':3,'http2Route':{'match':{'path':{'regex':'/x.*'},'method':'GET',"
                + "'scheme':'https','headers':[{'name':'h','invert':true,'match':{'range':"
                + "{'start':-1,'end':5}}}],'queryParameters':[{'name':'q','match':{'exact':'1'}}],"
                + "'port':80},"
                + ACTION
                + ",'timeout':{'perRequest':{'unit':'s','value':0},'idle':{'unit':'s'}},"
                + "'retryPolicy':{'maxRetries':2,'perRetryTimeout':{'unit':'ms','value':5},"
                + "'httpRetryEvents':['server-error','gateway-error'],"
                + "'tcpRetryEvents':['connection-error']}}}"));
  }

  @Test
  void routesOfCallsAndOfBytesAreRead() {
    assertEquals(
        new RouteSpec.Grpc(
            OptionalInt.empty(),
            new GrpcMatch(
                Optional.of("s"),
                Optional.of("m"),
                List.of(new ValueMatch("t", false, Optional.empty())),
                OptionalInt.empty()),
            TARGETS,
            Timeout.DEFAULT,
            Optional.empty()),
        read(
            Kind.ROUTE,
            "{'grpcRoute':{'match':{'serviceName':'s','methodName':'m','metadata':[{'name':'t'}]},"
                + ACTION
                + "}}"));
    assertEquals(
        new RouteSpec.Tcp(
            OptionalInt.empty(),
            OptionalInt.of(6379),
            TARGETS,
            new Timeout(Optional.empty(), Optional.of(Duration.ofSeconds(4)))),
        read(
            Kind.ROUTE,
            "{'tcpRoute':{'match':{'port':6379},"
                + ACTION
                + ",'timeout':{'idle':{'unit':'s','value':4}}}}"));
  }

  @Test
  void aGatewayRouteIsReadWithItsRewrites() {
    String target = "'target':{'virtualService':{'virtualServiceName':'v'},'port':9}";
    assertEquals(
        new GatewayRouteSpec.Http(
            OptionalInt.empty(),
            HttpMatch.of(new PathMatch.Prefix("/red")),
            Optional.of(new HostMatch.Suffix(".a.com")),
            "v",
            OptionalInt.of(9),
            Rewrite.DEFAULT),
        read(
            Kind.GATEWAY_ROUTE,
            "{'httpRoute':{'match':{'prefix':'/red','hostname':{'suffix':'.a.com'}},'action':{"
                + target
                + "}}}"));
    assertEquals(
        new GatewayRouteSpec.Http(
            OptionalInt.of(1),
            HttpMatch.of(new PathMatch.Exact("/red")),
            Optional.empty(),
            "v",
            OptionalInt.of(9),
            new Rewrite(false, new Rewrite.Path.Exact("/blue"))),
        read(
            Kind.GATEWAY_ROUTE,
            "{'priority':1,'http2Route':{'match':{'path':{'exact':'/red'}},'action':{"
                + target
                + ",'rewrite':{'hostname':{'defaultTargetHostname':'DISABLED'},"
                + "'path':{'exact':'/blue'}}}}}"));
    assertEquals(
        new GatewayRouteSpec.Grpc(
            OptionalInt.empty(),
            new GrpcMatch(Optional.of("s"), Optional.empty(), List.of(), OptionalInt.of(80)),
            Optional.empty(),
            "v",
            OptionalInt.of(9),
            new Rewrite(true, new Rewrite.Path.Keep())),
        read(
            Kind.GATEWAY_ROUTE,
            "{'grpcRoute':{'match':{'serviceName':'s','port':80},'action':{" + target + "}}}"));
  }

  private static Spec read(Kind kind, String spec) {
    return SpecJson.stored(kind, spec.replace('\'', '"')).spec();
  }
}

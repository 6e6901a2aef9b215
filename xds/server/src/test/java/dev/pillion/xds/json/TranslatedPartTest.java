package dev.pillion.xds.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pillion.mesh.model.EgressFilter;
import dev.pillion.mesh.model.HttpMatch;
import dev.pillion.mesh.model.MeshSpec;
import dev.pillion.mesh.model.PortMapping;
import dev.pillion.mesh.model.Protocol;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.ServiceDiscovery;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import dev.pillion.mesh.model.WeightedTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a specification means, and what of it is told to be not translated yet.
final class TranslatedPartTest {
  private static final String TARGETS =
      "'action':{'weightedTargets':[{'virtualNode':'a','weight':1,'port':5}]}";
  private static final List<WeightedTarget> READ_TARGETS =
      List.of(new WeightedTarget("a", 1, OptionalInt.of(5)));

  @Test
  void aMeshThatSaysNothingDropsWhatIsNotModelled() {
    assertEquals(new MeshSpec(EgressFilter.DROP_ALL), read(Kind.MESH, "{}").spec());
    assertEquals(
        new MeshSpec(EgressFilter.ALLOW_ALL),
        read(Kind.MESH, "{'egressFilter':{'type':'ALLOW_ALL'}}").spec());
  }

  @Test
  void aVirtualNodeIsReadWithAppMeshDefaults() {
    var document =
        read(
            Kind.VIRTUAL_NODE,
            "{'listeners':[{'portMapping':{'port':80,'protocol':'http'}}],"
                + "'serviceDiscovery':{'dns':{'hostname':'a.local'}},"
                + "'backends':[{'virtualService':{'virtualServiceName':'b'}}]}");
    assertEquals(
        new VirtualNodeSpec(
            List.of(new PortMapping(80, Protocol.HTTP)),
            Optional.of(
                new ServiceDiscovery.Dns("a.local", ServiceDiscovery.Response.LOADBALANCER)),
            List.of("b")),
        document.spec());
    assertEquals(List.of(), document.untranslated());
  }

  @Test
  void cloudMapIsReadWithItsAttributes() {
    var spec =
        read(
                Kind.VIRTUAL_NODE,
                "{'serviceDiscovery':{'awsCloudMap':{'namespaceName':'n','serviceName':'s',"
                    + "'attributes':[{'key':'k','value':'v'}],'ipPreference':'IPv4_ONLY'}}}")
            .spec();
    var node = assertInstanceOf(VirtualNodeSpec.class, spec);
    assertEquals(
        Optional.of(new ServiceDiscovery.CloudMap("n", "s", Map.of("k", "v"))),
        node.serviceDiscovery());
  }

  @Test
  void aVirtualServiceIsReadWithItsProvider() {
    assertEquals(
        new VirtualServiceSpec(Optional.of(new VirtualServiceSpec.Provider.Router("r"))),
        read(Kind.VIRTUAL_SERVICE, "{'provider':{'virtualRouter':{'virtualRouterName':'r'}}}")
            .spec());
    assertEquals(new VirtualServiceSpec(Optional.empty()), read(Kind.VIRTUAL_SERVICE, "{}").spec());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          MESH | {'serviceDiscovery':{'ipPreference':'IPv6_ONLY'}} | serviceDiscovery
          VIRTUAL_NODE | {'serviceDiscovery':{'dns':{'hostname':'a','ipPreference':'IPv4_ONLY'}}} | serviceDiscovery.dns.ipPreference
          VIRTUAL_NODE | {'serviceDiscovery':{'dns':{'hostname':'a'}},'listeners':[{'portMapping':{'port':1,'protocol':'grpc'},'tls':{'mode':'STRICT','certificate':{'sds':{'secretName':'s'}}},'outlierDetection':{'maxServerErrors':1,'interval':{},'baseEjectionDuration':{},'maxEjectionPercent':0}}]} | listeners[0].tls, listeners[0].outlierDetection, listeners[0].portMapping.protocol
          VIRTUAL_NODE | {'backends':[{'virtualService':{'virtualServiceName':'b','clientPolicy':{}}}],'logging':{},'backendDefaults':{}} | backends[0].virtualService.clientPolicy, logging, backendDefaults
          VIRTUAL_ROUTER | {'listeners':[{'portMapping':{'port':1,'protocol':'http'}},{'portMapping':{'port':2,'protocol':'tcp'}}]} | listeners[1].portMapping.protocol
          """)
  void whatIsNotTranslatedIsNamedByItsOutermostMember(Kind kind, String spec, String paths) {
    assertEquals(paths, String.join(", ", read(kind, spec).untranslated()));
  }

  @Test
  void anHttpRouteByPrefixIsTranslatedAndItsRetriesAreNamed() {
    var document =
        read(
            Kind.ROUTE,
            "{'priority':3,'httpRoute':{'match':{'prefix':'/x'},"
                + TARGETS
                + ",'timeout':{},'retryPolicy':{'maxRetries':0,'perRetryTimeout':{},"
                + "'tcpRetryEvents':['connection-error']}}}");
    assertEquals(
        new RouteSpec.Http(OptionalInt.of(3), new HttpMatch("/x"), READ_TARGETS), document.spec());
    assertEquals(List.of("httpRoute.timeout", "httpRoute.retryPolicy"), document.untranslated());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          'httpRoute':{'match':{'prefix':'/','method':'GET'}, | httpRoute.match.method
          'httpRoute':{'match':{'prefix':'/','headers':[{'name':'n'}]}, | httpRoute.match.headers
          'httpRoute':{'match':{'prefix':'/','queryParameters':[{'name':'n'}]}, | httpRoute.match.queryParameters
          'httpRoute':{'match':{'path':{'exact':'/'}}, | httpRoute.match.path
          'httpRoute':{'match':{'prefix':'/','port':80}, | httpRoute.match.port
          'http2Route':{'match':{'prefix':'/','port':80}, | http2Route
          'grpcRoute':{'match':{'port':80}, | grpcRoute
          'tcpRoute':{'match':{'port':80}, | tcpRoute
          """)
  void aRouteWithAConditionThatIsNotTranslatedIsNotTranslatedWithoutIt(String head, String path) {
    var document = read(Kind.ROUTE, "{" + head + TARGETS + "}}");
    OptionalInt port = head.contains("'port':80") ? OptionalInt.of(80) : OptionalInt.empty();
    assertEquals(
        new RouteSpec.Untranslated(OptionalInt.empty(), port, READ_TARGETS), document.spec());
    assertEquals(List.of(path), document.untranslated());
  }

  private static SpecDocument read(Kind kind, String spec) {
    return SpecJson.stored(kind, spec.replace('\'', '"'));
  }
}

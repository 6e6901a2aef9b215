package dev.pillion.xds.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// App Mesh's rules, one row each. In the rows `'` stands for `"`.
final class SpecRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          ROUTE | {'httpRoute':{'match':{'path':{'regex':'a(?=b)'}},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.httpRoute.match.path.regex must be an RE2 expression (no look-around, no back-references): invalid or unsupported Perl syntax
          ROUTE | {'httpRoute':{'match':{'path':{'regex':'(a{300}){3}b{200}'}},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.httpRoute.match.path.regex must be simpler: compiled it has over 1000 instructions
          ROUTE | {'httpRoute':{'match':{'prefix':'/','headers':[{'name':'a b'}]},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.httpRoute.match.headers[0].name must be the name of a header, unlike "a b"
          ROUTE | {'grpcRoute':{'match':{'metadata':[{'name':'n','match':{'regex':'('}}]},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.grpcRoute.match.metadata[0].match.regex must be an RE2 expression (no look-around, no back-references): missing closing )
          ROUTE | {'httpRoute':{'match':{'prefix':'/','queryParameters':[{'name':''}]},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.httpRoute.match.queryParameters[0].name must have 1 to 1024 characters
          VIRTUAL_NODE | {'serviceDiscovery':{'dns':{'hostname':'a b'}}} | spec.serviceDiscovery.dns.hostname must be a host name, unlike "a b"
          VIRTUAL_NODE | {'logging':{'accessLog':{'file':{'path':'/a','format':{'text':'%REQ(A)% %NO_SUCH%'}}}}} | spec.logging.accessLog.file.format.text must have commands of Envoy's access log, unlike '%NO_SUCH%'
          VIRTUAL_NODE | {'logging':{'accessLog':{'file':{'path':'/a','format':{'json':[{'key':'a','value':'100%'}]}}}}} | spec.logging.accessLog.file.format.json[0].value must not have a '%' outside a command; write '%%' for one
          VIRTUAL_GATEWAY | {'listeners':[{'portMapping':{'port':80,'protocol':'http'}}],'logging':{'accessLog':{'file':{'path':'/a','format':{'text':'%REQ%'}}}}} | spec.logging.accessLog.file.format.text must have commands of Envoy's access log, unlike '%REQ%'
          VIRTUAL_NODE | {'listeners':[{'portMapping':{'port':80,'protocol':'http'},'tls':{'mode':'STRICT','certificate':{'sds':{'secretName':''}}}}],'serviceDiscovery':{'dns':{'hostname':'a'}}} | spec.listeners[0].tls.certificate.sds.secretName must not be empty
          VIRTUAL_NODE | {'listeners':[{'portMapping':{'port':80,'protocol':'http'},'healthCheck':{'healthyThreshold':2,'unhealthyThreshold':2,'intervalMillis':5000,'timeoutMillis':2000,'protocol':'http','path':'/a b'}}],'serviceDiscovery':{'dns':{'hostname':'a'}}} | spec.listeners[0].healthCheck.path must be a path without spaces, unlike "/a b"
          MESH | {'egressFilter':{'type':'BOGUS'}} | spec.egressFilter.type must be one of ALLOW_ALL, DROP_ALL, not "BOGUS"
          MESH | {'egressFilter':{}} | spec.egressFilter.type is required
          MESH | {'egressFilter':[]} | spec.egressFilter must be an object
          MESH | 7 | spec must be an object
          MESH | {'serviceDiscovery':{'ipPreference':'IPv5'}} | spec.serviceDiscovery.ipPreference must be one of IPv6_PREFERRED, IPv4_PREFERRED, IPv4_ONLY, IPv6_ONLY, not "IPv5"
          VIRTUAL_NODE | {'listeners':[{'portMapping':{'port':70000,'protocol':'http'}}],'serviceDiscovery':{'dns':{'hostname':'a'}}} | spec.listeners[0].portMapping.port must be 1 to 65535, not 70000
          VIRTUAL_NODE | {'listeners':[{'portMapping':{'port':'80','protocol':'http'}}],'serviceDiscovery':{'dns':{'hostname':'a'}}} | spec.listeners[0].portMapping.port must be 1 to 65535, not "80"
          VIRTUAL_NODE | {'listeners':[{'portMapping':{'port':80,'protocol':'http'}}]} | spec.serviceDiscovery is required where there are listeners, so that callers find them
          VIRTUAL_NODE | {'listeners':[{'portMapping':{'port':80,'protocol':'http'}},{'portMapping':{'port':80,'protocol':'tcp'}}],'serviceDiscovery':{'dns':{'hostname':'a'}}} | spec.listeners[1].portMapping.port must differ from those of the listeners before it, but is again 80
          VIRTUAL_NODE | {'listeners':[{'portMapping':{'port':80,'protocol':'http'},'healthCheck':{'healthyThreshold':2,'unhealthyThreshold':2,'intervalMillis':5000,'timeoutMillis':2000,'protocol':'http','port':81}}],'serviceDiscovery':{'dns':{'hostname':'a'}}} | spec.listeners[0].healthCheck.port must be the listener's port 80
          VIRTUAL_NODE | {'listeners':[{'portMapping':{'port':80,'protocol':'http'},'connectionPool':{'tcp':{'maxConnections':1}}}],'serviceDiscovery':{'dns':{'hostname':'a'}}} | spec.listeners[0].connectionPool must be for the listener's protocol 'http'
          VIRTUAL_NODE | {'listeners':[{'portMapping':{'port':80,'protocol':'http'},'timeout':{'grpc':{}}}],'serviceDiscovery':{'dns':{'hostname':'a'}}} | spec.listeners[0].timeout must be for the listener's protocol 'http'
          VIRTUAL_NODE | {'serviceDiscovery':{'dns':{'hostname':'a'},'awsCloudMap':{'namespaceName':'n','serviceName':'s'}}} | spec.serviceDiscovery must have exactly one of dns, awsCloudMap
          VIRTUAL_NODE | {'serviceDiscovery':{'awsCloudMap':{'namespaceName':'','serviceName':'s'}}} | spec.serviceDiscovery.awsCloudMap.namespaceName must have 1 to 1024 characters, not 0
          VIRTUAL_NODE | {'serviceDiscovery':{'awsCloudMap':{'namespaceName':'n','serviceName':'s','attributes':[{'key':'a b','value':'v'}]}}} | spec.serviceDiscovery.awsCloudMap.attributes[0].key must match ^[a-zA-Z0-9!-~]+$, unlike "a b"
          VIRTUAL_NODE | {'backends':[{'virtualService':{'virtualServiceName':'a'}},{'virtualService':{'virtualServiceName':'a'}}]} | spec.backends[1].virtualService.virtualServiceName must be named once, but 'a' is also a backend before it
          VIRTUAL_NODE | {'backendDefaults':{'clientPolicy':{'tls':{'enforce':'yes','validation':{'trust':{'sds':{'secretName':'s'}}}}}}} | spec.backendDefaults.clientPolicy.tls.enforce must be true or false, not "yes"
          VIRTUAL_NODE | {'logging':{'accessLog':{'file':{'path':7}}}} | spec.logging.accessLog.file.path must be a string, not 7
          VIRTUAL_ROUTER | {'listeners':{}} | spec.listeners must be a list
          VIRTUAL_ROUTER | {'listeners':[{'portMapping':{'port':1,'protocol':'udp'}}]} | spec.listeners[0].portMapping.protocol must be one of http, tcp, http2, grpc, not "udp"
          VIRTUAL_SERVICE | {'provider':{'virtualNode':{'virtualNodeName':'a'},'virtualRouter':{'virtualRouterName':'b'}}} | spec.provider must have exactly one of virtualNode, virtualRouter
          VIRTUAL_SERVICE | {'provider':{}} | spec.provider must have exactly one of virtualNode, virtualRouter
          ROUTE | {} | spec must have exactly one of httpRoute, http2Route, grpcRoute, tcpRoute, not none
          ROUTE | {'httpRoute':{'match':{'prefix':'/'},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}},'tcpRoute':{'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec must have exactly one of httpRoute, http2Route, grpcRoute, tcpRoute, not httpRoute, tcpRoute
          ROUTE | {'priority':1001,'httpRoute':{'match':{'prefix':'/'},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.priority must be 0 to 1000, not 1001
          ROUTE | {'httpRoute':{'match':{'prefix':'a'},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.httpRoute.match.prefix must start with '/'
          ROUTE | {'httpRoute':{'match':{},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.httpRoute.match must have either prefix or path
          ROUTE | {'httpRoute':{'match':{'prefix':'/','path':{'exact':'/'}},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.httpRoute.match must have either prefix or path
          ROUTE | {'httpRoute':{'match':{'path':{}},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.httpRoute.match.path must have exactly one of exact, regex
          ROUTE | {'httpRoute':{'match':{'prefix':'/','scheme':'http'},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.httpRoute.match.scheme must not be there: only an http2Route may have it
          ROUTE | {'httpRoute':{'match':{'prefix':'/','headers':[{'name':'n','match':{'range':{'start':5,'end':5}}}]},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.httpRoute.match.headers[0].match.range must start before it ends
          ROUTE | {'httpRoute':{'match':{'prefix':'/'},'action':{'weightedTargets':[]}}} | spec.httpRoute.action.weightedTargets must have 1 to 10 items, not 0
          ROUTE | {'httpRoute':{'match':{'prefix':'/'},'action':{'weightedTargets':[{'virtualNode':'a','weight':101}]}}} | spec.httpRoute.action.weightedTargets[0].weight must be 0 to 100, not 101; spec.httpRoute.action.weightedTargets must have weights of at most 100 together, not 101
          ROUTE | {'httpRoute':{'match':{'prefix':'/'},'action':{'weightedTargets':[{'virtualNode':'a','weight':0},{'virtualNode':'b','weight':0}]}}} | spec.httpRoute.action.weightedTargets must not all have weight 0: give one a weight, or delete the route to stop it
          ROUTE | {'httpRoute':{'match':{'prefix':'/'},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]},'retryPolicy':{'maxRetries':1,'perRetryTimeout':{'unit':'s','value':1}}}} | spec.httpRoute.retryPolicy must name at least one event to retry on
          ROUTE | {'httpRoute':{'match':{'prefix':'/'},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]},'retryPolicy':{'maxRetries':1,'perRetryTimeout':{'unit':'s','value':1},'httpRetryEvents':['5xx']}}} | spec.httpRoute.retryPolicy.httpRetryEvents[0] must be one of client-error, gateway-error, server-error, stream-error, not "5xx"
          ROUTE | {'grpcRoute':{'match':{'methodName':'Get'},'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}} | spec.grpcRoute.match.serviceName is required where methodName is given
          ROUTE | {'tcpRoute':{'action':{'weightedTargets':[{'virtualNode':'a','weight':1.5}]}}} | spec.tcpRoute.action.weightedTargets[0].weight must be 0 to 100, not 1.5
          VIRTUAL_NODE | {'backends':[{'virtualService':{'virtualServiceName':'a'}},{'virtualService':{'virtualServiceName':'arn:aws:appmesh:us-east-1:000000000000:mesh/m/virtualService/a'}}]} | spec.backends[1].virtualService.virtualServiceName must be named once, but 'arn:aws:appmesh:us-east-1:000000000000:mesh/m/virtualService/a' is also a backend before it
          VIRTUAL_NODE | {'backendDefaults':{'clientPolicy':{'tls':{'validation':{'trust':{'sds':{'secretName':'s'}},'subjectAlternativeNames':{'match':{'exact':['*.a.local']}}}}}}} | spec.backendDefaults.clientPolicy.tls.validation.subjectAlternativeNames.match.exact[0] must not have a wildcard, since the policy is enforced (enforce is not false)
          VIRTUAL_NODE | {'backends':[{'virtualService':{'virtualServiceName':'a','clientPolicy':{'tls':{'enforce':true,'validation':{'trust':{'sds':{'secretName':'s'}},'subjectAlternativeNames':{'match':{'exact':['*.a.local']}}}}}}}]} | spec.backends[0].virtualService.clientPolicy.tls.validation.subjectAlternativeNames.match.exact[0] must not have a wildcard, since the policy is enforced (enforce is not false)
          VIRTUAL_GATEWAY | {'listeners':[{'portMapping':{'port':80,'protocol':'http'},'tls':{'mode':'STRICT','certificate':{'sds':{'secretName':'s'}},'validation':{'trust':{'sds':{'secretName':'s'}},'subjectAlternativeNames':{'match':{'exact':['not a name']}}}}}]} | spec.listeners[0].tls.validation.subjectAlternativeNames.match.exact[0] must be a full host name or a URI, unlike 'not a name'
          VIRTUAL_GATEWAY | {'listeners':[]} | spec.listeners must have 1 or more items, not 0
          VIRTUAL_GATEWAY | {} | spec.listeners is required
          VIRTUAL_GATEWAY | {'listeners':[{'portMapping':{'port':80,'protocol':'tcp'}}]} | spec.listeners[0].portMapping.protocol must be one of http, http2, grpc, not "tcp"
          VIRTUAL_GATEWAY | {'listeners':[{'portMapping':{'port':80,'protocol':'http'}},{'portMapping':{'port':80,'protocol':'grpc'}}]} | spec.listeners[1].portMapping.port must differ from those of the listeners before it, but is again 80
          VIRTUAL_GATEWAY | {'listeners':[{'portMapping':{'port':80,'protocol':'http'},'connectionPool':{'grpc':{'maxRequests':1}}}]} | spec.listeners[0].connectionPool must be for the listener's protocol 'http'
          GATEWAY_ROUTE | {} | spec must have exactly one of httpRoute, http2Route, grpcRoute, not none
          GATEWAY_ROUTE | {'httpRoute':{'match':{},'action':{'target':{'virtualService':{'virtualServiceName':'a'}}}}} | spec.httpRoute.match must have at least one of prefix, path, hostname, port
          GATEWAY_ROUTE | {'httpRoute':{'match':{'prefix':'/','path':{'exact':'/'}},'action':{'target':{'virtualService':{'virtualServiceName':'a'}}}}} | spec.httpRoute.match must have only one of prefix, path
          GATEWAY_ROUTE | {'http2Route':{'match':{'prefix':'a'},'action':{'target':{'virtualService':{'virtualServiceName':'a'}}}}} | spec.http2Route.match.prefix must start with '/'
          GATEWAY_ROUTE | {'httpRoute':{'match':{'path':{'exact':'/','regex':'/'}},'action':{'target':{'virtualService':{'virtualServiceName':'a'}}}}} | spec.httpRoute.match.path must have exactly one of exact, regex
          GATEWAY_ROUTE | {'httpRoute':{'match':{'hostname':{}},'action':{'target':{'virtualService':{'virtualServiceName':'a'}}}}} | spec.httpRoute.match.hostname must have exactly one of exact, suffix
          GATEWAY_ROUTE | {'httpRoute':{'match':{'prefix':'/aws-app-mesh/x'},'action':{'target':{'virtualService':{'virtualServiceName':'a'}}}}} | spec.httpRoute.match.prefix must not start with /aws-appmesh or /aws-app-mesh, which is reserved
          GATEWAY_ROUTE | {'httpRoute':{'match':{'prefix':'/','headers':[{'name':'n','match':{'range':{'start':2,'end':1}}}]},'action':{'target':{'virtualService':{'virtualServiceName':'a'}}}}} | spec.httpRoute.match.headers[0].match.range must start before it ends
          GATEWAY_ROUTE | {'httpRoute':{'match':{'prefix':'/'},'action':{'target':{'virtualService':{'virtualServiceName':'a'}},'rewrite':{'prefix':{'value':'/a'}}}}} | spec.httpRoute.action.rewrite.prefix.value must start and end with '/'
          GATEWAY_ROUTE | {'httpRoute':{'match':{'prefix':'/'},'action':{'target':{'virtualService':{'virtualServiceName':'a'}},'rewrite':{'prefix':{'value':'/a/','defaultPrefix':'DISABLED'}}}}} | spec.httpRoute.action.rewrite.prefix must have only one of defaultPrefix, value
          GATEWAY_ROUTE | {'httpRoute':{'match':{'prefix':'/'},'action':{'target':{'virtualService':{'virtualServiceName':'a'}},'rewrite':{'prefix':{'value':'/a/'},'path':{'exact':'/b'}}}}} | spec.httpRoute.action.rewrite must have only one of prefix, path; spec.httpRoute.action.rewrite.path must not be there: it goes with a match by path
          GATEWAY_ROUTE | {'httpRoute':{'match':{'path':{'exact':'/'}},'action':{'target':{'virtualService':{'virtualServiceName':'a'}},'rewrite':{'prefix':{'defaultPrefix':'DISABLED'}}}}} | spec.httpRoute.action.rewrite.prefix must not be there: it goes with a match by prefix
          GATEWAY_ROUTE | {'grpcRoute':{'match':{'metadata':[{'name':'n'}]},'action':{'target':{'virtualService':{'virtualServiceName':'a'}}}}} | spec.grpcRoute.match must have at least one of serviceName, hostname, port
          GATEWAY_ROUTE | {'grpcRoute':{'match':{'serviceName':'aws.appmesh.X'},'action':{'target':{'virtualService':{'virtualServiceName':'a'}}}}} | spec.grpcRoute.match.serviceName must not start with aws.appmesh or aws.app-mesh, which is reserved
          GATEWAY_ROUTE | {'grpcRoute':{'match':{'port':1},'action':{'target':{'virtualService':{},'port':0}}}} | spec.grpcRoute.action.target.virtualService.virtualServiceName is required; spec.grpcRoute.action.target.port must be 1 to 65535, not 0
          """)
  void aBrokenRuleIsToldWithItsPathAndWhatMustHold(Kind kind, String spec, String told) {
    assertEquals(told, String.join("; ", violations(kind, spec)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          MESH | {}
          MESH | {'egressFilter':{'type':'ALLOW_ALL'},'serviceDiscovery':{'ipPreference':'IPv6_ONLY'}}
          VIRTUAL_NODE | {}
          VIRTUAL_NODE | {'backends':[],'listeners':[]}
          VIRTUAL_NODE | {'serviceDiscovery':{'awsCloudMap':{'serviceName':'s','namespaceName':'n','attributes':[{'value':'b','key':'a'}]}}}
          VIRTUAL_ROUTER | {'listeners':[{'portMapping':{'protocol':'grpc','port':1}},{'portMapping':{'port':2,'protocol':'tcp'}}]}
          VIRTUAL_SERVICE | {}
          VIRTUAL_SERVICE | {'provider':{'virtualNode':{'virtualNodeName':'a'}}}
          ROUTE | {'httpRoute':{'match':{'port':3333},'action':{'weightedTargets':[{'virtualNode':'a','weight':1,'port':5}]}}}
          ROUTE | {'http2Route':{'match':{'prefix':'/','scheme':'https'},'action':{'weightedTargets':[{'virtualNode':'a','weight':100}]}}}
          ROUTE | {'grpcRoute':{'match':{},'action':{'weightedTargets':[{'virtualNode':'a','weight':0},{'virtualNode':'b','weight':1}]}}}
          ROUTE | {'tcpRoute':{'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}},'priority':0}
          VIRTUAL_NODE | {'backendDefaults':{'clientPolicy':{'tls':{'enforce':false,'validation':{'trust':{'sds':{'secretName':'s'}},'subjectAlternativeNames':{'match':{'exact':['*.a.local']}}}}}}}
          VIRTUAL_NODE | {'backendDefaults':{'clientPolicy':{'tls':{'validation':{'trust':{'sds':{'secretName':'s'}},'subjectAlternativeNames':{'match':{'exact':['spiffe://a.local/b']}}}}}}}
          VIRTUAL_GATEWAY | {'listeners':[{'portMapping':{'port':80,'protocol':'grpc'},'connectionPool':{'grpc':{'maxRequests':1}}}]}
          GATEWAY_ROUTE | {'httpRoute':{'match':{'prefix':'/a'},'action':{'target':{'virtualService':{'virtualServiceName':'a'}},'rewrite':{'hostname':{'defaultTargetHostname':'DISABLED'},'prefix':{'value':'/b/'}}}},'priority':3}
          GATEWAY_ROUTE | {'httpRoute':{'match':{'port':9080},'action':{'target':{'virtualService':{'virtualServiceName':'a'}}}}}
          GATEWAY_ROUTE | {'grpcRoute':{'match':{'serviceName':'color.Service','hostname':{'suffix':'.a'}},'action':{'target':{'virtualService':{'virtualServiceName':'a'}},'rewrite':{}}}}
          """)
  void aValidSpecificationIsEchoedAsItWasSent(Kind kind, String spec) {
    assertEquals(spec.replace('\'', '"'), valid(kind, spec).spec().text());
  }

  @Test
  void nullsAndMembersUnknownToAppMeshAreNeitherKeptNorCounted() {
    var request = valid(Kind.VIRTUAL_NODE, "{'color':'red','backends':null,'logging':{'level':3}}");
    assertEquals("{\"logging\":{}}", request.spec().text());
    assertEquals(List.of("spec.color", "spec.logging.level"), request.ignored());
  }

  @Test
  void allThatIsWrongWithARequestIsToldAtOnce() {
    var request =
        RequestJson.create(
            Kind.ROUTE,
            json(
                "{'routeName':'a/b','clientToken':'no spaces','tags':[{'key':''}],"
                    + "'spec':{'priority':-1,'tcpRoute':{'action':{'weightedTargets':["
                    + "{'virtualNode':'gone','weight':-1}]}}}}"));
    var broken = assertInstanceOf(WriteRequest.Broken.class, request);
    assertEquals(
        List.of(
            "routeName must not have a '/'",
            "clientToken must be up to 36 letters, digits, '-' or '_'",
            "tags[0].key must have 1 to 128 characters, not 0",
            "spec.priority must be 0 to 1000, not -1",
            "spec.tcpRoute.action.weightedTargets[0].weight must be 0 to 100, not -1"),
        broken.violations());
    assertEquals(1, broken.references().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          MESH | {'spec':{}} | meshName is required
          MESH | {'meshName':7} | meshName must be a string
          MESH | {'meshName':''} | meshName must have 1 to 255 characters, not 0
          MESH | {'meshName':'a@123456789012'} | meshName must not have an '@'
          VIRTUAL_NODE | {'virtualNodeName':'a'} | spec is required
          VIRTUAL_NODE | {'virtualNodeName':'a\\nb','spec':{}} | virtualNodeName must not have control characters
          """)
  void namesAreCheckedWhereTheyAreGiven(Kind kind, String body, String told) {
    var broken = assertInstanceOf(WriteRequest.Broken.class, RequestJson.create(kind, json(body)));
    assertEquals(List.of(told), broken.violations());
  }

  @Test
  void twoBodiesThatSayTheSameHaveOneFingerprintWhateverTheirTokensAndOrder() {
    var first = "{'meshName':'a','spec':{'egressFilter':{'type':'DROP_ALL'}},'clientToken':'1'}";
    var second = "{'clientToken':'2','spec':{'egressFilter':{'type':'DROP_ALL'}},'meshName':'a'}";
    var other = "{'meshName':'a','spec':{'egressFilter':{'type':'ALLOW_ALL'}},'clientToken':'1'}";
    assertEquals(fingerprint(first), fingerprint(second));
    assertEquals(false, fingerprint(first).equals(fingerprint(other)));
  }

  private static String fingerprint(String body) {
    var valid =
        assertInstanceOf(WriteRequest.Valid.class, RequestJson.create(Kind.MESH, json(body)));
    return valid.fingerprint();
  }

  private static List<String> violations(Kind kind, String spec) {
    return switch (update(kind, spec)) {
      case WriteRequest.Broken broken -> broken.violations();
      case WriteRequest.Valid _ -> List.of();
    };
  }

  private static WriteRequest.Valid valid(Kind kind, String spec) {
    assertEquals(List.of(), violations(kind, spec));
    return assertInstanceOf(WriteRequest.Valid.class, update(kind, spec));
  }

  private static WriteRequest update(Kind kind, String spec) {
    return RequestJson.update(kind, json("{'spec':" + spec + "}"));
  }

  private static byte[] json(String singleQuoted) {
    return singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}

package dev.pillion.bench.translate;

import dev.pillion.delta.VersionedResource;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.xds.translate.AddressFamilies;
import dev.pillion.xds.translate.Constraints;
import dev.pillion.xds.translate.Translation;
import dev.pillion.xds.translate.Translator;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// What one change costs a proxy group, step by step, by the number of its backends; JMH.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TranslationBench {
  /// How many backends the proxy group's virtual node has.
  @Param({"1", "100", "1000"})
  public int backends;

  private final Translator translator = new Translator(AddressFamilies.BOTH, CertificateFiles.NONE);
  private MeshState mesh = LargeMesh.with(1);
  private ProxyGroup group = ProxyGroup.virtualNode("bench", "caller-1");
  private RouteConfiguration table = RouteConfiguration.getDefaultInstance();

  /// Makes the mesh.
  @Setup
  public void prepare() {
    mesh = LargeMesh.with(backends);
    group = ProxyGroup.virtualNode("bench", "caller-" + backends);
    table = Objects.requireNonNull(translated().resources().routes().get("rds_egress_http_8080"));
  }

  private Translation.Translated translated() {
    return (Translation.Translated) translator.translate(mesh, group);
  }

  /// The mesh to Envoy's resources.
  @Benchmark
  public Translation translate() {
    return translated();
  }

  /// The resources to bytes and versions.
  @Benchmark
  public void translateAndSerialise(Blackhole hole) {
    var resources = translated().resources();
    resources.clusters().forEach((name, each) -> hole.consume(VersionedResource.of(name, each)));
    resources.listeners().forEach((name, each) -> hole.consume(VersionedResource.of(name, each)));
    resources.routes().forEach((name, each) -> hole.consume(VersionedResource.of(name, each)));
  }

  /// The egress route table against Envoy's own constraints.
  @Benchmark
  public Object check() {
    return Constraints.violations(table);
  }

  /// Runs all of it in a JVM of its own and prints JMH's table, with the bytes allocated.
  public static void main(String[] args) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(TranslationBench.class.getName())
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(2))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(2))
            .addProfiler(GCProfiler.class)
            .build();
    new Runner(options).run();
  }
}

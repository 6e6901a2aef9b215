package dev.pillion.cli;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.pillion.agent.doctor.Doctor;
import dev.pillion.agent.doctor.Finding;
import dev.pillion.agent.doctor.Finding.Level;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `pillion doctor` does. It is apart from the command's own class, which every program loads,
/// with the agent's jars or without them.
record DoctorWork(Map<String, String> settings, PrintWriter out) {
  /// The exit status.
  int run(boolean json) {
    List<Finding> findings =
        Doctor.examine(
            settings,
            finding -> {
              if (!json) {
                out.print(DoctorText.of(finding));
                out.flush();
              }
            });
    out.print(json ? json(findings) : DoctorText.summary(findings));
    out.flush();
    return fit(findings) ? 0 : 1;
  }

  private static boolean fit(List<Finding> findings) {
    return findings.stream().noneMatch(finding -> finding.level() == Level.UNFIT);
  }

  private static String json(List<Finding> findings) {
    var checks = new ArrayList<Value>();
    for (Finding finding : findings) {
      checks.add(
          Json.value(
              Struct.newBuilder()
                  .putFields("check", Json.value(finding.check()))
                  .putFields("level", Json.value(finding.level().name().toLowerCase(Locale.ROOT)))
                  .putFields("found", Json.value(finding.found()))
                  .putFields("remedy", Json.value(finding.remedy()))));
    }
    return Json.print(
        Struct.newBuilder()
            .putFields("fit", Json.value(fit(findings)))
            .putFields("checks", Json.list(checks)));
  }
}

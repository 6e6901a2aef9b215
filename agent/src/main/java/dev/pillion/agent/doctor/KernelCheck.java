package dev.pillion.agent.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The kernel, and what the process may do with it.
///
/// @param proc where the kernel tells
record KernelCheck(Path proc) implements Check {
  /// The capabilities that the agent's unit has, by the kernel's numbers (capability.h).
  enum Capability {
    CHOWN(0),
    DAC_OVERRIDE(1),
    KILL(5),
    NET_ADMIN(12),
    NET_RAW(13),
    SYS_PTRACE(19),
    SYS_ADMIN(21);

    private final int bit;

    Capability(int bit) {
      this.bit = bit;
    }
  }

  private static final String EFFECTIVE = "CapEff:";
  private static final int HEX = 16;

  @Override
  public List<Finding> look() {
    var findings = new ArrayList<Finding>();
    try {
      String release = Files.readString(proc.resolve("sys/kernel/osrelease")).strip();
      findings.add(Finding.fit("kernel", "Linux " + release));
      findings.add(privileges(Files.readAllLines(proc.resolve("self/status"))));
    } catch (IOException e) {
      findings.add(Finding.unfit("kernel", e.toString(), "mount /proc where the agent runs"));
    }
    return findings;
  }

  private static Finding privileges(List<String> status) {
    long effective =
        status.stream()
            .filter(line -> line.startsWith(EFFECTIVE))
            .map(line -> Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), HEX))
            .findFirst()
            .orElse(0L);
    Set<Capability> missing = EnumSet.noneOf(Capability.class);
    for (Capability capability : Capability.values()) {
      if ((effective >> capability.bit & 1) == 0) {
        missing.add(capability);
      }
    }
    return missing.isEmpty()
        ? Finding.fit("privileges", "all that the agent needs")
        : Finding.unfit(
            "privileges",
            "without " + missing,
            "run it as root, with the unit's CapabilityBoundingSet as it came");
  }
}

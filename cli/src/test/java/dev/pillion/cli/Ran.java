package dev.pillion.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/// One call of the command: what it printed and its exit status.
record Ran(int status, String out, String err) {
  static Ran pillion(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Pillion.command()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new Ran(status, out.toString(), err.toString());
  }
}

package dev.pillion.bench.api;

import java.util.List;

/// Requests of one kind.
///
/// @param measured whether the report has it
record Step(String name, List<Call> calls, boolean measured) {
  Step {
    calls = List.copyOf(calls);
  }
}

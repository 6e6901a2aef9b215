package dev.pillion.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class EnvoyErrorTest {
  @Test
  void aBrokenConstraintIsToldWithoutTheResource() {
    assertEquals(
        "Proto constraint validation failed (ClusterValidationError.OutlierDetection: value must"
            + " be less than or equal to 100)",
        EnvoyError.brief(
            "goo.gle/debugproto\nname: \"bad\"\noutlier_detection {\n}\n: Proto constraint"
                + " validation failed (ClusterValidationError.OutlierDetection: value must be less"
                + " than or equal to 100)\n"));
  }

  @Test
  void everyOtherTextStandsOnOneLine() {
    assertEquals(
        "Error adding/updating listener(s) a: why b: why",
        EnvoyError.brief("Error adding/updating listener(s) a: why\nb: why\n"));
  }
}

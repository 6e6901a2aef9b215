package dev.pillion.traffic;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The rules of App Mesh's behaviour that a test shows, by their numbers in
/// docs/behaviour-rules.md.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Rule {
  int[] value();
}

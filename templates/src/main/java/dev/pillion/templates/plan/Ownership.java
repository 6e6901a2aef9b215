package dev.pillion.templates.plan;

import dev.pillion.templates.resource.Present;
import java.util.Optional;

/// Whose resources are whose: a resource that was applied with a stack's name carries it in a tag.
///
/// @param stack the stack that is applied, if it is named
/// @param prune whether its resources that are no longer wanted are removed
/// @param takeOver whether resources of another stack may become this one's
public record Ownership(Optional<String> stack, boolean prune, boolean takeOver) {
  /// The tag that holds a stack's name.
  public static final String TAG = "pillion:stack";

  /// Of no stack: nothing is tagged, and nothing removed.
  public static final Ownership NONE = new Ownership(Optional.empty(), false, false);

  boolean owns(Present present) {
    return stack.isPresent() && stack.equals(owner(present));
  }

  boolean isAnothers(Present present) {
    return stack.isPresent()
        && owner(present).filter(owner -> !stack.get().equals(owner)).isPresent();
  }

  static Optional<String> owner(Present present) {
    return Optional.ofNullable(present.tags().get(TAG));
  }
}

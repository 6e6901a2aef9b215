package dev.pillion.clients;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands tests the one stage of this module. It opens for the first that asks and closes after the
/// last, so each test keeps to meshes of its own.
final class OnStage implements ParameterResolver {
  static Stage stage(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(OnStage.class))
        .getOrComputeIfAbsent(Stage.class, _ -> Stage.open(), Stage.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stage.class;
  }

  @Override
  public Stage resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return stage(context);
  }
}

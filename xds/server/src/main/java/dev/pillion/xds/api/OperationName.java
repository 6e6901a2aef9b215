package dev.pillion.xds.api;

import dev.pillion.xds.json.Kind;
import java.util.Locale;

/// App Mesh's name of an operation, for metrics and logs: `CreateVirtualNode`. There are as many as
/// there are operations, whatever clients ask for.
final class OperationName {
  private static final String NONE = "none";

  private OperationName() {}

  static String of(Operation operation) {
    return switch (operation) {
      case Operation.Create(var kind, _, _) -> "Create" + kind.word();
      case Operation.Describe(_, var id) -> "Describe" + Kind.of(id).word();
      case Operation.Update(_, var id) -> "Update" + Kind.of(id).word();
      case Operation.Delete(_, var id) -> "Delete" + Kind.of(id).word();
      case Operation.ListOf(var kind, _) -> "List" + capital(kind.collection());
      case Operation.Preview(var known) -> of(known);
      case Operation.Tag _ -> "TagResource";
      case Operation.Untag _ -> "UntagResource";
      case Operation.ListTags _ -> "ListTagsForResource";
      case Operation.WrongMethod _, Operation.Unreadable _, Operation.Unknown _ -> NONE;
    };
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}

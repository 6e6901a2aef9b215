package dev.pillion.xds.api;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.json.ResponseJson;
import java.util.Optional;

/// What goes back to the client.
///
/// @param errorType App Mesh's name for the error, if it is one
record Answer(int status, Optional<String> errorType, String body) {
  static Answer ok(String body) {
    return new Answer(200, Optional.empty(), body);
  }

  static Answer error(int status, String type, String message) {
    return new Answer(status, Optional.of(type), ResponseJson.error(message));
  }

  /// The one table from Pillion's codes to App Mesh's.
  static Answer of(MeshException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.code()) {
      case INVALID -> badRequest(message);
      case FORBIDDEN -> error(403, "ForbiddenException", message);
      case NOT_FOUND -> error(404, "NotFoundException", message);
      case CONFLICT -> error(409, "ConflictException", message);
      case IN_USE -> error(409, "ResourceInUseException", message);
      case LIMIT -> error(400, "LimitExceededException", message);
      case TOO_MANY_TAGS -> error(400, "TooManyTagsException", message);
      case UNAVAILABLE -> unavailable(message);
      case INTERNAL -> error(500, "InternalServerErrorException", message);
    };
  }

  /// @param id the request's, which the log has too
  static Answer defect(String id) {
    return error(
        500,
        "InternalServerErrorException",
        "request %s: the server has a defect; see its log and report it".formatted(id));
  }

  static Answer tooMany(String message) {
    return error(429, "TooManyRequestsException", message);
  }

  static Answer unavailable(String message) {
    return error(503, "ServiceUnavailableException", message);
  }

  static Answer badRequest(String message) {
    return error(400, "BadRequestException", message);
  }
}

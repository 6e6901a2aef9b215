package dev.pillion.xds.auth;

import dev.pillion.xds.store.Author;

/// Decides who a request comes from.
@FunctionalInterface
public interface Gate {
  /// Lets everybody in, as an administrator: for development on loopback.
  Gate OPEN =
      request ->
          new Admission.Admitted(
              new Caller(
                  new Author(Author.DEVELOPMENT.principal(), request.peer().address()),
                  new Role.Admin()));

  /// Lets the request in or refuses it.
  Admission admit(ReceivedRequest request);
}

package dev.pillion.xds.auth;

import dev.pillion.xds.store.Author;

/// Whom a request comes from, and what they may do.
public record Caller(Author author, Role role) {}

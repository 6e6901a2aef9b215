package dev.pillion.envoy.http;

/// An answer that another server gives, passed on as it comes: however long it is, nothing holds
/// the whole of it.
///
/// @param to whom the request is passed on to
public record Passed(Client to, Request request) implements Reply {}

package dev.pillion.xds.auth;

/// A request's first line, each part as the client sent it: nothing decoded.
///
/// @param query without the question mark; empty where there is none
public record RequestLine(String method, String path, String query) {}

package dev.pillion.envoy.http;

/// What a request gets.
public sealed interface Reply permits Answer, Passed {}

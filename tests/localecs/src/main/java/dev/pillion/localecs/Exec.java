package dev.pillion.localecs;

/// What a command gave.
///
/// @param output standard output and standard error as one text
public record Exec(int exitCode, String output) {}

package dev.pillion.xds.auth;

import java.nio.file.Path;

/// A server's certificate with those that lead to its root, and its key, both PEM.
public record TlsFiles(Path certificate, Path key) {}

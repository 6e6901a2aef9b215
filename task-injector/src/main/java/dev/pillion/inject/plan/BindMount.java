package dev.pillion.inject.plan;

/// A file or directory of the host inside a container; both paths are absolute.
public record BindMount(String source, String target, boolean readOnly) {}

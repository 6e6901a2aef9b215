package dev.pillion.inject.apply;

/// How far a plan is carried out.
public record Applied(Side envoy, Side routes) {}

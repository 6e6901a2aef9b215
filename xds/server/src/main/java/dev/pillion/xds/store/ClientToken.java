package dev.pillion.xds.store;

/// Makes a request repeatable: the same token with the same request is answered as before, without
/// a second write; with another request it is refused. A token is known for 24 hours, or until the
/// resource is deleted. It belongs to its author, operation and resource: elsewhere the same text
/// is another token.
///
/// @param fingerprint equal for equal request bodies
public record ClientToken(String token, String fingerprint) {}

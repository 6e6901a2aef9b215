package dev.pillion.bench.xds;

/// What came of one step with one number of proxies.
///
/// @param dialect `delta` or `state of the world`
/// @param step what was done
/// @param milliseconds until it had reached each proxy: of each figure the median of the runs
/// @param cost the median of the runs
/// @param residentMebibytes the server's, after it
record Step(
    String dialect,
    int proxies,
    String step,
    int runs,
    Spread milliseconds,
    Cost cost,
    double residentMebibytes) {}

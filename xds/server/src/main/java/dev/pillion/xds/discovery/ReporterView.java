package dev.pillion.xds.discovery;

/// One agent as the table has it, for status.
///
/// @param sequence of its newest report; 0 before the first of a connection
/// @param localTasks how many tasks of the mesh run on its host
public record ReporterView(long epoch, long sequence, boolean connected, int localTasks) {}

/// Pillion as its users run it, on this machine and for the time of a test: moto in AWS's place,
/// the server and the agent as processes of the build tree, and tasks of the local ECS.
@NullMarked
package dev.pillion.rig;

import org.jspecify.annotations.NullMarked;

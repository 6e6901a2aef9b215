/// A Docker API on a socket of its own, behind which Docker stands: every call goes through as it
/// is, and the start of a container waits for a word.
@NullMarked
package dev.pillion.agent.gate;

import org.jspecify.annotations.NullMarked;

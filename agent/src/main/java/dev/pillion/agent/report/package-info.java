/// The stream between agent and server.
@NullMarked
package dev.pillion.agent.report;

import org.jspecify.annotations.NullMarked;
